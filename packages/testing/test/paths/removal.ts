import {
  removeThreepidView,
  type RemoveThreepidActor,
  type RemoveThreepidEvent,
  type removeThreepidMachine,
  type RemoveThreepidView,
  type Problem,
  type Threepid,
} from '@threepid/core';
import { expect } from 'vitest';
import type { OutputFrom } from 'xstate';
import type { Circumstances, Walker } from '../../src/paths/index.ts';
import { but, refused, walkerOf, type Real, type WithoutCase } from './reality.ts';
import { openStage, type Stage } from './stage.ts';
import { offers, expectTold, press, problemIn, type Command } from './view.ts';

/** What is removed, as the homeserver lists it. */
export const REMOVED: Threepid = { medium: 'msisdn', address: '33655667788' };

/** What a person sees of a removal, in a few words. */
interface RemovingSight {
  readonly step: RemoveThreepidView['step'];
  readonly busy: 'removing' | 'reconciling' | null;
  readonly problem: Problem['code'] | null;
  readonly mayCancel: boolean;
  /** What the list is told of its end. */
  readonly end: OutputFrom<typeof removeThreepidMachine>['type'] | null;
}

/** A removal that runs on a stage. */
type Removing = ReturnType<typeof createRemoving>;
export type RemovingReal = Real<Removing, RemovingSight>;

function createRemoving(stage: Stage, actor: RemoveThreepidActor) {
  /** What the homeserver said, the last time that it was asked to remove. */
  const said = { isDeleted: false };
  const isAsked = () => stage.network.held.at(-1)?.path === 'delete';

  return {
    stage,
    actor,
    view: () => removeThreepidView(actor).getSnapshot(),
    said,
    isAsked,
    /** A request in flight that removes is carried out, and nobody hears of it. */
    async carryOut() {
      if (isAsked()) await stage.takeOffAccount(REMOVED);
    },
    /** What was removed without a word was not removed, where the list does not tell. */
    bringBack() {
      if (!said.isDeleted) stage.putOnAccount(REMOVED);
    },
  };
}

/** Somebody has looked at their list, and is asked whether they mean to remove from it. */
export async function startRemoving(): Promise<Removing> {
  const stage = openStage([REMOVED]);
  await stage.openList();
  const view = stage.listView();
  if (view.step === 'ready') view.rows[0]?.remove?.();
  return newestRemoval(stage);
}

export function newestRemoval(stage: Stage): Removing {
  const view = stage.listView();
  const rows = view.step === 'ready' ? view.rows : [];
  const removal = rows.find((row) => row.removal)?.removal;
  if (!removal) throw new Error('Nothing is being removed');
  return createRemoving(stage, removal);
}

/** What happens to somebody who removes a threepid. */
export const removingCircumstances: Circumstances<typeof removeThreepidMachine, RemovingReal> = {
  input: { threepid: REMOVED, isLast: true },
  events: [
    {
      name: 'removal.confirm',
      event: { type: 'removal.confirm' },
      real: {
        make: ({ view, said }) => {
          said.isDeleted = false;
          press(view(), 'confirm');
        },
        sees: but({ busy: 'removing', problem: null }),
      },
    },
    {
      name: 'flow.cancel',
      event: { type: 'flow.cancel' },
      real: {
        make: async ({ view, carryOut }) => {
          await carryOut();
          press(view(), 'cancel');
        },
        // What may have been carried out has to be looked up first.
        sees: ({ busy, problem }) =>
          busy === null
            ? {
                step: 'cancelled',
                end: problem === 'changesDisabled' ? 'unavailable' : 'cancelled',
              }
            : { busy: 'reconciling', mayCancel: false },
      },
    },
  ],
  answers: {
    deleteThreepid: () => [
      {
        name: 'deleted',
        output: { type: 'deleted', unbindResult: 'no-support' },
        real: {
          make: async ({ stage, said }) => {
            said.isDeleted = true;
            await stage.answer();
          },
          sees: but({ busy: 'reconciling' }),
        },
      },
      {
        name: 'answer lost',
        output: refused({ code: 'network' }),
        real: {
          make: async ({ stage, carryOut }) => {
            await carryOut();
            await stage.answer('connectionLost');
          },
          sees: but({ busy: 'reconciling', problem: 'network' }),
        },
      },
      {
        name: 'removed elsewhere',
        output: refused({ code: 'alreadyRemoved' }),
        real: {
          make: async ({ stage, carryOut }) => {
            await carryOut();
            await stage.answer({ status: 404, body: { errcode: 'M_THREEPID_NOT_FOUND' } });
          },
          sees: but({ busy: 'reconciling', problem: 'alreadyRemoved' }),
        },
      },
      {
        name: 'refused',
        output: refused({ code: 'changesDisabled' }),
        real: {
          make: ({ stage }) => stage.while({ changesEnabled: false }, () => stage.answer()),
          sees: but({ busy: null, problem: 'changesDisabled' }),
        },
      },
    ],
    listThreepids: () => [
      {
        name: 'gone',
        output: { type: 'listed', threepids: [] },
        real: {
          make: async ({ stage }) => {
            await stage.takeOffAccount(REMOVED);
            await stage.answer();
          },
          sees: () => ({ step: 'removed', end: 'removed' }),
        },
      },
      {
        name: 'still there',
        output: { type: 'listed', threepids: [{ ...REMOVED, addedAt: null }] },
        real: {
          make: async ({ stage }) => {
            stage.putOnAccount(REMOVED);
            await stage.answer();
          },
          sees: ({ mayCancel }) =>
            mayCancel
              ? { step: 'confirming', busy: null, problem: 'notRemoved' }
              : { step: 'cancelled', end: 'cancelled' },
        },
      },
      {
        name: 'list lost',
        output: refused({ code: 'network' }),
        real: {
          make: async ({ stage, bringBack }) => {
            bringBack();
            await stage.answer('connectionLost');
          },
          sees: afterReconciling,
        },
      },
    ],
  },
};

/** Where the list does not tell, the homeserver's word counts; without it, nothing was removed. */
function afterReconciling(before: RemovingSight, { said }: Removing): Partial<RemovingSight> {
  if (said.isDeleted) return { step: 'removed', end: 'removed' };
  return before.mayCancel ? { ...before, busy: null } : { step: 'cancelled', end: 'unsettled' };
}

/** Walks a removal. */
export function removingWalker(removing: Removing): Walker<RemovingReal> {
  const { stage, actor } = removing;
  return walkerOf({
    stage,
    subject: removing,
    value: () => actor.getSnapshot().value,
    sight: () => removingSight(removing),
    async makeWithout(happening) {
      if (removing.isAsked()) await removing.carryOut();
      else removing.bringBack();
      await stage.goWithoutAnswer(happening);
    },
    seesWithout: (happening, before) => seesWithout(removing, happening, before),
    expectOrder: () => expectRemovingInOrder(removing),
  });
}

function removingSight(removing: Removing): RemovingSight {
  const view = removing.view();
  return {
    step: view.step,
    busy: 'busy' in view ? view.busy : null,
    problem: problemIn(view)?.code ?? null,
    mayCancel: offers(view, 'cancel'),
    end: removing.actor.getSnapshot().output?.type ?? null,
  };
}

function seesWithout(
  removing: Removing,
  { kind }: WithoutCase,
  before: RemovingSight,
): Partial<RemovingSight> {
  if (before.busy === 'removing') {
    return { ...before, busy: 'reconciling', problem: kind === 'delay' ? 'timeout' : 'unexpected' };
  }
  const isSurprised = kind === 'failure' && before.mayCancel && !removing.said.isDeleted;
  const after = afterReconciling(before, removing);
  return isSurprised ? { ...after, problem: 'unexpected' } : after;
}

const OFFERS: readonly { readonly event: RemoveThreepidEvent; readonly name: Command }[] = [
  { event: { type: 'removal.confirm' }, name: 'confirm' },
  { event: { type: 'flow.cancel' }, name: 'cancel' },
];

/** What holds wherever a removal is. */
function expectRemovingInOrder(removing: Removing): void {
  const { stage, actor, view } = removing;
  const now = view();
  const snapshot = actor.getSnapshot();
  const { busy, step } = removingSight(removing);
  stage.traces.push(JSON.stringify(now));

  const inFlight = stage.network.held.length - stage.listRequests();
  expect(inFlight, 'requests in flight').toBe(busy === null ? 0 : 1);

  const offered = OFFERS.filter(({ name }) => offers(now, name));
  const taken = OFFERS.filter(({ event }) => snapshot.can(event));
  expect(offered, 'what the view offers').toEqual(taken);

  // While a request is under way, nobody but the homeserver can know.
  if (busy === null) expect(stage.isOnAccount(REMOVED), 'on the account').toBe(step !== 'removed');
  if (snapshot.status === 'active') expectTold(snapshot.context.problem, now);
}
