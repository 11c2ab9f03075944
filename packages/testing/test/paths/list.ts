import type {
  ListedThreepid,
  Notice,
  Problem,
  ThreepidsEvent,
  ThreepidsView,
} from '@threepid/core';
import type {
  addThreepidMachine,
  removeThreepidMachine,
  threepidsMachine,
} from '@threepid/core/machines';
import { expect } from 'vitest';
import type { AnyMachineSnapshot, OutputFrom } from 'xstate';
import { endingsOf, walk, type Path, type PathModel, type Walker } from '../../src/paths/index.ts';
import { additionWalker } from './addition-walker.ts';
import { ADDED, newestAddition, type AdditionDriver } from './addition.ts';
import { but, refused, walkerOf, type Driver, type TriggerWithoutCase } from './driver.ts';
import type { TestHarness } from './harness.ts';
import { newestRemoval, removalWalker, REMOVED, type RemovalDriver } from './removal.ts';
import { expectShown, offers, press, problemIn, type Command } from './view.ts';

/** The list's view in short. */
interface ListScreen {
  readonly step: ThreepidsView['step'];
  readonly problem: Problem['code'] | null;
  readonly mayRead: boolean;
  readonly isRetrying: boolean;
  readonly hasManagementUrl: boolean;
  readonly additions: number;
  readonly removals: number;
  readonly notice: Notice['type'] | null;
}

export type ListDriver = Driver<TestHarness, ListScreen>;
type ListModel = PathModel<typeof threepidsMachine, ListDriver>;
type AccountCase = ReturnType<NonNullable<ListModel['outputs']['readAccount']>>[number];

/** The paths of the flows that the list starts. One for each output runs inside the list. */
export interface FlowPaths {
  readonly additions: readonly Path<AdditionDriver, OutputFrom<typeof addThreepidMachine>>[];
  readonly removals: readonly Path<RemovalDriver, OutputFrom<typeof removeThreepidMachine>>[];
}

const LISTED: readonly ListedThreepid[] = [{ ...REMOVED, addedAt: null }];

const READ = { type: 'read', threepids: LISTED, pending: [] } as const;

const MANAGEMENT_URL = 'https://account.homeserver.org/';

/** The homeserver allows no changes, so no flow can go on. */
const unavailable = {
  step: 'unavailable',
  additions: 0,
  removals: 0,
  mayRead: false,
  isRetrying: false,
  notice: null,
} as const;

/** A list that was read stays on the screen; without one, the screen says that reading failed. */
function afterFailure(before: ListScreen): Partial<ListScreen> {
  return before.step === 'loading' ? { step: 'failed' } : before;
}

export function listModel(flows: FlowPaths): ListModel {
  const additions = endingsOf(flows.additions);
  const removals = endingsOf(flows.removals);
  return {
    input: { userId: '@alice:homeserver.org' },
    attemptKey,
    events: [
      {
        name: 'list.open',
        event: { type: 'list.open' },
        driver: {
          // As the adapters do when a component mounts.
          make: (harness) => {
            startReading(harness);
            harness.list.send({ type: 'list.open' });
          },
          shows: (before) =>
            before.step === 'idle' || before.step === 'failed'
              ? { step: 'loading' }
              : { ...before, mayRead: false, problem: null },
        },
      },
      {
        name: 'list.read',
        event: { type: 'list.read' },
        driver: {
          make: (harness) => {
            startReading(harness);
            press(harness.listView(), 'read');
          },
          shows: (before) =>
            before.step === 'failed'
              ? { step: 'loading' }
              : { ...before, mayRead: false, problem: null, notice: null },
        },
      },
      {
        name: 'page.return',
        event: { type: 'page.return' },
        driver: {
          make: (harness) => {
            startReading(harness);
            // A list that cannot be changed is read as often as the user asks for it, a stale one once.
            harness.afterFlow.isReading = harness.listView().step === 'ready';
            harness.returnToPage();
          },
          shows: (before) => ({
            ...before,
            mayRead: false,
            problem: before.step === 'ready' ? before.problem : null,
          }),
        },
      },
      {
        name: 'threepid.add',
        event: { type: 'threepid.add', medium: 'email' },
        driver: {
          make: (harness) => {
            return noteStaleRead(harness, () => press(harness.listView(), 'add', 'email'));
          },
          shows: (before, { afterFlow }) => ({
            ...before,
            additions: before.additions + 1,
            mayRead: before.mayRead && !afterFlow.isStarted,
            problem: null,
            notice: null,
          }),
        },
      },
      {
        name: 'threepid.remove',
        event: { type: 'threepid.remove', threepid: REMOVED },
        driver: {
          make: (harness) => {
            const view = harness.listView();
            return noteStaleRead(harness, () => {
              if (view.step === 'ready') view.rows[0]?.remove?.();
            });
          },
          shows: (before, { afterFlow }) => ({
            ...before,
            removals: before.removals + 1,
            mayRead: before.mayRead && !afterFlow.isStarted,
            problem: null,
            notice: null,
          }),
        },
      },
    ],
    outputs: {
      readAccount: ({ mayChange }) => [
        // A response about changes counts until the list is read.
        ...(mayChange === false ? [] : [changeable]),
        ...(mayChange === true ? [] : notChangeable),
        listLost('list lost', { said: mayChange ?? true, isSaidBefore: mayChange !== null }),
        ...(mayChange === null
          ? [listLost('list and capabilities lost', { said: null, isSaidBefore: false })]
          : []),
      ],
      listThreepids: () => [
        {
          name: 'listed',
          output: { type: 'listed', threepids: LISTED },
          driver: {
            make: async (harness) => {
              harness.putOnAccount(REMOVED);
              await harness.respondWithList(harness.isReadingList);
            },
            shows: but({ mayRead: true }),
          },
        },
        {
          name: 'list lost',
          output: refused({ code: 'network' }),
          driver: {
            make: (harness) => harness.respond('connectionLost'),
            shows: (before, harness) =>
              retryingOr(before, harness, { ...before, mayRead: true, problem: 'network' }),
          },
        },
      ],
      addThreepid: (_, { context }) =>
        endingsWith(additions, context.removals).map(({ output, path }) => ({
          name: `(addition: ${path.name})`,
          output,
          driver: {
            make: async (harness) => {
              // An address that was added before is taken off, so that it can be added again.
              await harness.takeOffAccount(ADDED.email);
              await walk(path, additionWalker(newestAddition(harness, 'email')));
              if (output.type !== 'cancelled') harness.afterFlow.isReading = true;
            },
            shows: (before) => ({
              ...before,
              additions: before.additions - 1,
              ...(output.type !== 'cancelled' && {
                mayRead: false,
                isRetrying: false,
                problem: null,
              }),
              ...(output.type === 'added' && { notice: 'added' }),
              ...(output.type === 'unavailable' && unavailable),
            }),
          },
        })),
      removeThreepid: (_, { context }) =>
        endingsWith(removals, context.additions).map(({ output, path }) => ({
          name: `(removal: ${path.name})`,
          output,
          driver: {
            make: async (harness) => {
              harness.putOnAccount(REMOVED);
              await walk(path, removalWalker(newestRemoval(harness)));
              if (output.type !== 'cancelled') harness.afterFlow.isReading = true;
            },
            shows: (before) => ({
              ...before,
              removals: before.removals - 1,
              ...(output.type === 'unsettled' && { mayRead: false }),
              ...(output.type !== 'cancelled' && { isRetrying: false, problem: null }),
              ...(output.type === 'removed' && {
                notice: 'removed',
                mayRead: output.threepids !== null,
              }),
              ...(output.type === 'unavailable' && unavailable),
            }),
          },
        })),
    },
  };
}

/** While flows of the other kind run too, only the outputs that concern them. */
function endingsWith<Ending extends { readonly output: { readonly type: string } }>(
  endings: readonly Ending[],
  others: readonly unknown[],
): readonly Ending[] {
  if (others.length === 0) return endings;
  return endings.filter(({ output }) => ['removed', 'unavailable'].includes(output.type));
}

const changeable: AccountCase = {
  name: 'read',
  output: { ...READ, mayChange: true, accountManagementUrl: null },
  driver: {
    make: respondToAll,
    shows: () => ({ step: 'ready', mayRead: true }),
  },
};

/** The response with the list is lost; the one about changes may arrive. */
function listLost(
  name: string,
  { said, isSaidBefore }: { readonly said: boolean | null; readonly isSaidBefore: boolean },
): AccountCase {
  return {
    name,
    output: { ...refused({ code: 'network' }), mayChange: said },
    driver: {
      make: async (harness) => {
        if (harness.isReadingCapabilities()) {
          await harness.respond(said === null ? 'connectionLost' : undefined);
        }
        await harness.respond('connectionLost');
      },
      shows: (before, harness) => {
        const failed = { ...afterFailure(before), problem: 'network', mayRead: true } as const;
        // At most four requests without a response, and some attempts make two.
        const isLast = said === false || (harness.readings() > 1 && !isSaidBefore);
        return isLast ? failed : retryingOr(before, harness, failed);
      },
    },
  };
}

const notChangeable: readonly AccountCase[] = [
  {
    name: 'read, not changeable',
    output: { ...READ, mayChange: false, accountManagementUrl: null },
    driver: {
      make: (harness) =>
        harness.withSettings({ changesEnabled: false }, async () => {
          await respondToAll(harness);
          // No authentication service responds, at neither of its two paths.
          await harness.respond();
          await harness.respond();
        }),
      shows: () => ({ step: 'unavailable', mayRead: true, hasManagementUrl: false }),
    },
  },
  {
    name: 'read, changeable elsewhere',
    output: { ...READ, mayChange: false, accountManagementUrl: MANAGEMENT_URL },
    driver: {
      make: (harness) => {
        const authMetadata = { account_management_uri: MANAGEMENT_URL };
        return harness.withSettings({ changesEnabled: false, authMetadata }, async () => {
          await respondToAll(harness);
          await harness.respond();
        });
      },
      shows: () => ({ step: 'unavailable', mayRead: true, hasManagementUrl: true }),
    },
  },
];

/** Responds with the list, and with the capabilities if they were requested. */
async function respondToAll(harness: TestHarness): Promise<void> {
  if (harness.isReadingCapabilities()) await harness.respond();
  await harness.respond();
}

function startReading(harness: TestHarness): void {
  harness.act();
  harness.afterFlow.isReading = false;
}

/** A flow that starts while the list is stale reads the list again, once. */
async function noteStaleRead(harness: TestHarness, start: () => void): Promise<void> {
  const { afterFlow, isReadingList, settle } = harness;
  const mayStart = !isReadingList();
  start();
  await settle();
  afterFlow.isStarted = mayStart && isReadingList();
  afterFlow.isReading ||= afterFlow.isStarted;
}

/** The attempts of a list request, while no flow runs: what ends meanwhile ends the same way at each attempt. */
function attemptKey({ value, context }: AnyMachineSnapshot): number {
  const { additions, removals, attempts } = context;
  const isAlone = additions.length + removals.length === 0;
  return isAlone && /"(?:requesting|backingOff)"/u.test(JSON.stringify(value)) ? attempts : 0;
}

/** A list that could not be read is requested again soon, unless a flow that ended requested it. */
function retryingOr(
  before: ListScreen,
  { readings, afterFlow }: TestHarness,
  otherwise: Partial<ListScreen>,
): Partial<ListScreen> {
  if (afterFlow.isReading || readings() >= 3) return otherwise;
  return { ...before, isRetrying: true };
}

export function listWalker(harness: TestHarness): Walker<ListDriver> {
  return walkerOf({
    subject: harness,
    settle: harness.settle,
    value: () => harness.list.getSnapshot().value,
    screen: () => listScreen(harness.listView()),
    makeWithoutCase: (trigger) => makeWithoutCase(harness, trigger),
    showsWithoutCase: (trigger, before) => showsWithoutCase(harness, trigger, before),
    expectInvariants: () => expectInvariants(harness),
  });
}

function listScreen(view: ThreepidsView): ListScreen {
  const isReady = view.step === 'ready';
  return {
    step: view.step,
    problem: problemIn(view)?.code ?? null,
    mayRead: offers(view, 'read'),
    isRetrying: 'isRetrying' in view && view.isRetrying,
    hasManagementUrl: view.step === 'unavailable' && view.accountManagementUrl !== null,
    additions: isReady ? view.additions.length : 0,
    removals: isReady ? view.rows.filter(({ removal }) => removal !== null).length : 0,
    notice: (isReady && view.notice?.type) || null,
  };
}

type FlowError = TriggerWithoutCase & { readonly actor: 'addThreepid' | 'removeThreepid' };

function isFlowError(trigger: TriggerWithoutCase): trigger is FlowError {
  return trigger.kind === 'error' && ['addThreepid', 'removeThreepid'].includes(trigger.actor);
}

async function makeWithoutCase(harness: TestHarness, trigger: TriggerWithoutCase) {
  if (trigger.kind === 'delay' && trigger.delay === 'retryDelay') {
    return harness.pass(trigger.delay);
  }
  if (trigger.kind === 'delay' && trigger.delay === 'staleInterval') {
    harness.afterFlow.isReading = true;
    return harness.pass(trigger.delay);
  }
  // The list fails, not the capabilities.
  if (harness.isReadingCapabilities()) await harness.respond();
  if (!isFlowError(trigger)) return harness.failRequest(trigger);
  // The flow sets a timer for its next request, and the clock throws.
  harness.breakClock();
  if (trigger.actor === 'removeThreepid') return press(newestRemoval(harness).view(), 'confirm');
  return press(newestAddition(harness, 'email').view(), 'submit', 'alice@example.org');
}

function showsWithoutCase(
  harness: TestHarness,
  trigger: TriggerWithoutCase,
  before: ListScreen,
): Partial<ListScreen> {
  const isDelay = trigger.kind === 'delay';
  if (isDelay && before.isRetrying) return { ...before, isRetrying: false };
  if (isDelay && trigger.delay === 'staleInterval') return { ...before, mayRead: false };
  const problem = isDelay ? 'timeout' : 'unexpected';
  if (!isFlowError(trigger)) return { ...afterFailure(before), problem, mayRead: true };
  harness.afterFlow.isReading = true;
  const ended =
    trigger.actor === 'addThreepid'
      ? { additions: before.additions - 1 }
      : { removals: before.removals - 1 };
  return { ...before, ...ended, problem, isRetrying: false, mayRead: false };
}

const COMMANDS: readonly { readonly event: ThreepidsEvent; readonly name: Command }[] = [
  { event: { type: 'list.open' }, name: 'open' },
  { event: { type: 'list.read' }, name: 'read' },
  { event: { type: 'threepid.add', medium: 'email' }, name: 'add' },
];

/** Asserts what holds in every state of the list. */
function expectInvariants(harness: TestHarness): void {
  const now = harness.listView();
  const snapshot = harness.list.getSnapshot();
  harness.traces.push(JSON.stringify(now));

  expect(harness.network.held, 'requests in flight').toHaveLength(harness.listRequests());
  const offered = COMMANDS.filter(({ name }) => offers(now, name));
  // A component opens the list again when it mounts; the view offers that only at first.
  const isOpen = now.step !== 'idle';
  const enabled = COMMANDS.filter(
    ({ event }) => snapshot.can(event) && !(isOpen && event.type === 'list.open'),
  );
  expect(offered, 'commands of the view').toEqual(enabled);

  const rows = 'rows' in now ? now.rows : [];
  for (const { threepid, remove } of rows) {
    const isEnabled = snapshot.can({ type: 'threepid.remove', threepid });
    expect(remove !== null, 'whether a row may be removed').toBe(isEnabled);
  }
  expectShown(snapshot.context.problem, now);
}
