import {
  removeThreepidView,
  type Problem,
  type RemoveThreepidActor,
  type RemoveThreepidEvent,
  type RemoveThreepidView,
  type Threepid,
} from '@threepid/core';
import type { removeThreepidMachine } from '@threepid/core/machines';
import { expect } from 'vitest';
import type { OutputFrom } from 'xstate';
import type { PathModel, Walker } from '../../src/paths/index.ts';
import { but, refused, walkerOf, type Driver, type TriggerWithoutCase } from './driver.ts';
import { openHarness, type TestHarness } from './harness.ts';
import { expectShown, offers, press, problemIn, type Command } from './view.ts';

/** The threepid that is removed, as the homeserver lists it. */
export const REMOVED: Threepid = { medium: 'msisdn', address: '33655667788' };

/** Another one of the same medium. */
const OTHER: Threepid = { medium: 'msisdn', address: '33699887766' };

/** A removal's view in short. */
interface RemovalScreen {
  readonly step: RemoveThreepidView['step'];
  readonly busy: 'removing' | 'reconciling' | null;
  readonly problem: Problem['code'] | null;
  readonly mayCancel: boolean;
  /** The screen says that it is the only one of its medium. */
  readonly isLast: boolean;
  /** The output that the list gets. */
  readonly output: OutputFrom<typeof removeThreepidMachine>['type'] | null;
}

/** A removal that runs in a harness. */
type Removal = ReturnType<typeof createRemoval>;
export type RemovalDriver = Driver<Removal, RemovalScreen>;

function createRemoval(harness: TestHarness, actor: RemoveThreepidActor) {
  const progress = {
    /** The homeserver's last response to the removal was successful. */
    isDeleted: false,
    /** It is unknown whether it was removed, and the list could not be read. */
    isUncertain: false,
    /** Another client has removed it. */
    isGoneElsewhere: false,
  };
  const isDeleting = () => harness.network.held.at(-1)?.path === 'delete';
  const view = () => removeThreepidView(actor).getSnapshot();

  return {
    harness,
    actor,
    view,
    progress,
    isDeleting,
    isReconciling() {
      const now = view();
      return 'busy' in now && now.busy === 'reconciling';
    },
    /** The homeserver carries out a removal that is in flight, and its response is lost. */
    async carryOut() {
      if (isDeleting()) await harness.takeOffAccount(REMOVED);
    },
    /** A removal without a response was not carried out, if the list cannot be read. */
    bringBack() {
      if (!progress.isDeleted) harness.putOnAccount(REMOVED);
    },
  };
}

/** Opens the list, and starts a removal, which asks for confirmation. */
export async function startRemoval(): Promise<Removal> {
  const harness = openHarness([REMOVED]);
  await harness.openList();
  const view = harness.listView();
  if (view.step === 'ready') view.rows[0]?.remove?.();
  return newestRemoval(harness);
}

export function newestRemoval(harness: TestHarness): Removal {
  const view = harness.listView();
  const rows = view.step === 'ready' ? view.rows : [];
  const removal = rows.find((row) => row.removal)?.removal;
  if (!removal) throw new Error('No removal is running');
  return createRemoval(harness, removal);
}

export const removalModel: PathModel<typeof removeThreepidMachine, RemovalDriver> = {
  input: { threepid: REMOVED, owned: [REMOVED] },
  events: [
    {
      name: 'removal.confirm',
      event: { type: 'removal.confirm' },
      driver: {
        make: ({ view, progress }) => {
          progress.isDeleted = false;
          press(view(), 'confirm');
        },
        shows: (before, { progress }) => {
          if (!progress.isUncertain) return { ...before, busy: 'removing', problem: null };
          progress.isUncertain = false;
          return { ...before, busy: 'reconciling' };
        },
      },
    },
    {
      name: 'flow.cancel',
      event: { type: 'flow.cancel' },
      driver: {
        make: async ({ harness, view, carryOut }) => {
          await carryOut();
          press(view(), 'cancel');
          await harness.loseAbandoned();
        },
        // The list shows whether a removal in flight was carried out.
        shows: ({ busy, problem }, { progress }) => {
          if (busy !== null || progress.isUncertain) {
            progress.isUncertain = false;
            return { busy: 'reconciling', mayCancel: false };
          }
          const end = problem === 'changesDisabled' ? 'unavailable' : 'cancelled';
          return { step: end, output: end };
        },
      },
    },
    {
      name: 'list.change',
      event: { type: 'list.change', owned: [REMOVED, OTHER] },
      driver: {
        make: async ({ harness }) => {
          harness.putOnAccount(REMOVED);
          harness.putOnAccount(OTHER);
          await harness.readList();
        },
        shows: but({ isLast: false }),
      },
    },
    {
      name: 'list.change (without it)',
      event: { type: 'list.change', owned: [] },
      driver: {
        make: async ({ harness, progress }) => {
          progress.isGoneElsewhere = true;
          await harness.takeOffAccount(REMOVED);
          await harness.readList();
        },
        // A request that the user sees runs to its end.
        shows: (before, { progress }) => {
          if (before.busy !== null) return { ...before, isLast: false };
          const end = progress.isUncertain ? 'removed' : 'cancelled';
          progress.isUncertain = false;
          return { step: end, output: end };
        },
      },
    },
  ],
  outputs: {
    deleteThreepid: () => [
      {
        name: 'deleted',
        output: { type: 'deleted', unbindResult: 'no-support' },
        driver: {
          make: async ({ harness, progress }) => {
            progress.isDeleted = true;
            await harness.respond();
          },
          shows: but({ busy: 'reconciling' }),
        },
      },
      {
        name: 'response lost',
        output: refused({ code: 'network' }),
        driver: {
          make: async ({ harness, carryOut }) => {
            await carryOut();
            await harness.respond('connectionLost');
          },
          shows: but({ busy: 'reconciling', problem: 'network' }),
        },
      },
      {
        name: 'removed elsewhere',
        output: refused({ code: 'alreadyRemoved' }),
        driver: {
          make: async ({ harness, carryOut }) => {
            await carryOut();
            await harness.respond({ status: 404, body: { errcode: 'M_THREEPID_NOT_FOUND' } });
          },
          shows: but({ busy: 'reconciling', problem: 'alreadyRemoved' }),
        },
      },
      {
        name: 'refused',
        output: refused({ code: 'changesDisabled' }),
        driver: {
          make: ({ harness }) =>
            harness.withSettings({ changesEnabled: false }, () => harness.respond()),
          shows: but({ busy: null, problem: 'changesDisabled' }),
        },
      },
    ],
    listThreepids: () => [
      {
        name: 'not listed',
        output: { type: 'listed', threepids: [] },
        driver: {
          make: async ({ harness }) => {
            await harness.takeOffAccount(REMOVED);
            await harness.respond();
          },
          shows: () => ({ step: 'removed', output: 'removed' }),
        },
      },
      {
        name: 'still listed',
        output: { type: 'listed', threepids: [{ ...REMOVED, addedAt: null }] },
        driver: {
          make: async ({ harness, isReconciling }) => {
            harness.putOnAccount(REMOVED);
            await harness.respondWithList(isReconciling);
          },
          shows: ({ mayCancel }) =>
            mayCancel
              ? { step: 'confirming', busy: null, problem: 'notRemoved' }
              : { step: 'cancelled', output: 'cancelled' },
        },
      },
      {
        name: 'list lost',
        output: refused({ code: 'network' }),
        driver: {
          make: async ({ harness, bringBack }) => {
            bringBack();
            await harness.respond('connectionLost');
          },
          shows: afterUnreadList,
        },
      },
    ],
  },
};

/** If the list cannot be read, the response to the removal counts; without one, the outcome stays unknown. */
function afterUnreadList(before: RemovalScreen, { progress }: Removal): Partial<RemovalScreen> {
  if (progress.isDeleted) return { step: 'removed', output: 'removed' };
  if (!before.mayCancel) return { step: 'unsettled', output: 'unsettled' };
  progress.isUncertain = true;
  return { ...before, busy: null };
}

export function removalWalker(removal: Removal): Walker<RemovalDriver> {
  const { harness, actor } = removal;
  return walkerOf({
    subject: removal,
    settle: harness.settle,
    value: () => actor.getSnapshot().value,
    screen: () => removalScreen(removal),
    async makeWithoutCase(trigger) {
      if (removal.isDeleting()) await removal.carryOut();
      else removal.bringBack();
      await harness.failRequest(trigger);
    },
    showsWithoutCase: (trigger, before) => showsWithoutCase(removal, trigger, before),
    expectInvariants: () => expectInvariants(removal),
  });
}

function removalScreen(removal: Removal): RemovalScreen {
  const view = removal.view();
  return {
    step: view.step,
    busy: 'busy' in view ? view.busy : null,
    problem: problemIn(view)?.code ?? null,
    mayCancel: offers(view, 'cancel'),
    isLast: 'isLast' in view && view.isLast,
    output: removal.actor.getSnapshot().output?.type ?? null,
  };
}

function showsWithoutCase(
  removal: Removal,
  { kind }: TriggerWithoutCase,
  before: RemovalScreen,
): Partial<RemovalScreen> {
  if (before.busy !== 'removing') return afterUnreadList(before, removal);
  return { ...before, busy: 'reconciling', problem: kind === 'delay' ? 'timeout' : 'unexpected' };
}

const COMMANDS: readonly { readonly event: RemoveThreepidEvent; readonly name: Command }[] = [
  { event: { type: 'removal.confirm' }, name: 'confirm' },
  { event: { type: 'flow.cancel' }, name: 'cancel' },
];

/** Asserts what holds in every state of a removal. */
function expectInvariants(removal: Removal): void {
  const { harness, actor, view, progress } = removal;
  const now = view();
  const snapshot = actor.getSnapshot();
  const { busy, step } = removalScreen(removal);
  harness.traces.push(JSON.stringify(now));

  const inFlight = harness.network.held.length - harness.listRequests();
  expect(inFlight, 'requests in flight').toBe(busy === null ? 0 : 1);

  const offered = COMMANDS.filter(({ name }) => offers(now, name));
  const enabled = COMMANDS.filter(({ event }) => snapshot.can(event));
  expect(offered, 'commands of the view').toEqual(enabled);

  // During a request, only the homeserver knows.
  if (busy === null && !progress.isGoneElsewhere) {
    expect(harness.isOnAccount(REMOVED), 'on the account').toBe(step !== 'removed');
  }
  if (snapshot.status === 'active') expectShown(snapshot.context.problem, now);
}
