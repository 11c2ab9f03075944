import {
  type addThreepidMachine,
  type ListedThreepid,
  type Notice,
  type Problem,
  type removeThreepidMachine,
  type ThreepidsEvent,
  type threepidsMachine,
  type ThreepidsView,
} from '@threepid/core';
import { expect } from 'vitest';
import type { AnyMachineSnapshot, OutputFrom } from 'xstate';
import {
  endingsOf,
  walk,
  type Circumstances,
  type Path,
  type Walker,
} from '../../src/paths/index.ts';
import { ADDED, newestAddition, type AddingReal } from './adding.ts';
import { but, refused, walkerOf, type Real, type WithoutCase } from './reality.ts';
import { newestRemoval, REMOVED, removingWalker, type RemovingReal } from './removing.ts';
import type { Stage } from './stage.ts';
import { offers, expectTold, press, problemIn, type Command } from './view.ts';
import { addingWalker } from './walk-adding.ts';

/** What a person sees of the list, in a few words. */
interface ListingSight {
  readonly step: ThreepidsView['step'];
  readonly problem: Problem['code'] | null;
  readonly mayRead: boolean;
  readonly isRetrying: boolean;
  readonly isChangedElsewhere: boolean;
  readonly additions: number;
  readonly removals: number;
  readonly notice: Notice['type'] | null;
}

export type ListingReal = Real<Stage, ListingSight>;
type ListingCircumstances = Circumstances<typeof threepidsMachine, ListingReal>;
type AccountCase = ReturnType<NonNullable<ListingCircumstances['answers']['readAccount']>>[number];

/** The stories of the flows that the list starts: what they come to there, the list is told. */
export interface Flows {
  readonly additions: readonly Path<AddingReal, OutputFrom<typeof addThreepidMachine>>[];
  readonly removals: readonly Path<RemovingReal, OutputFrom<typeof removeThreepidMachine>>[];
}

const LISTED: readonly ListedThreepid[] = [{ ...REMOVED, addedAt: null }];

const READ = { type: 'read', threepids: LISTED, pending: [] } as const;

const ELSEWHERE = 'https://account.homeserver.org/';

/** A list that was read stays; one that never was is not there. */
function failedFrom(before: ListingSight): Partial<ListingSight> {
  return before.step === 'loading' ? { step: 'failed' } : before;
}

/** What happens to somebody who looks at their list. */
export function listingCircumstances(flows: Flows): ListingCircumstances {
  const additions = endingsOf(flows.additions);
  const removals = endingsOf(flows.removals);
  return {
    input: { userId: '@alice:homeserver.org' },
    trial: trialOf,
    events: [
      {
        name: 'list.open',
        event: { type: 'list.open' },
        real: {
          // As the adapters do whenever a component is mounted.
          make: (stage) => {
            beginReading(stage);
            stage.list.send({ type: 'list.open' });
          },
          sees: (before) =>
            before.step === 'idle' || before.step === 'failed'
              ? { step: 'loading' }
              : { ...before, mayRead: false, problem: null },
        },
      },
      {
        name: 'list.read',
        event: { type: 'list.read' },
        real: {
          make: (stage) => {
            beginReading(stage);
            press(stage.listView(), 'read');
          },
          sees: (before) =>
            before.step === 'failed'
              ? { step: 'loading' }
              : { ...before, mayRead: false, problem: null, notice: null },
        },
      },
      {
        name: 'page.return',
        event: { type: 'page.return' },
        real: {
          make: (stage) => {
            beginReading(stage);
            stage.returnToPage();
          },
          sees: but({ mayRead: false, problem: null }),
        },
      },
      {
        name: 'threepid.add',
        event: { type: 'threepid.add', medium: 'email' },
        real: {
          make: (stage) => press(stage.listView(), 'add', 'email'),
          sees: (before) => ({
            ...before,
            additions: before.additions + 1,
            problem: null,
            notice: null,
          }),
        },
      },
      {
        name: 'threepid.remove',
        event: { type: 'threepid.remove', threepid: REMOVED },
        real: {
          make: (stage) => {
            const view = stage.listView();
            if (view.step === 'ready') view.rows[0]?.remove?.();
          },
          sees: (before) => ({
            ...before,
            removals: before.removals + 1,
            problem: null,
            notice: null,
          }),
        },
      },
    ],
    answers: {
      readAccount: ({ mayChange }) => [
        // What was said before is not asked again.
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
          real: {
            make: async (stage) => {
              stage.putOnAccount(REMOVED);
              await stage.answer();
            },
            sees: but({ mayRead: true }),
          },
        },
        {
          name: 'list lost',
          output: refused({ code: 'network' }),
          real: {
            make: (stage) => stage.answer('connectionLost'),
            sees: (before, stage) =>
              orRetried(before, stage, { ...before, mayRead: true, problem: 'network' }),
          },
        },
      ],
      addThreepid: () =>
        additions.map(({ output, path }) => ({
          name: `(addition: ${path.name})`,
          output,
          real: {
            make: async (stage) => {
              // What was added before is gone again, or there would be nothing to add.
              await stage.takeOffAccount(ADDED.email);
              await walk(path, addingWalker(newestAddition(stage, 'email')));
              if (output.type !== 'cancelled') stage.followUp.isSo = true;
            },
            sees: (before) => ({
              ...before,
              additions: before.additions - 1,
              ...(output.type !== 'cancelled' && { mayRead: false, isRetrying: false }),
              ...(output.type === 'added' && { notice: 'added' }),
            }),
          },
        })),
      removeThreepid: () =>
        removals.map(({ output, path }) => ({
          name: `(removal: ${path.name})`,
          output,
          real: {
            make: async (stage) => {
              stage.putOnAccount(REMOVED);
              await walk(path, removingWalker(newestRemoval(stage)));
              if (output.type !== 'cancelled') stage.followUp.isSo = true;
            },
            sees: (before) => ({
              ...before,
              removals: before.removals - 1,
              ...(output.type === 'unsettled' && { mayRead: false }),
              ...(output.type === 'unavailable' && {
                step: 'unavailable',
                additions: 0,
                mayRead: false,
                notice: null,
              }),
              ...(output.type !== 'cancelled' && { isRetrying: false }),
              ...(output.type === 'removed' && {
                notice: 'removed',
                mayRead: output.threepids !== null,
              }),
            }),
          },
        })),
    },
  };
}

const changeable: AccountCase = {
  name: 'read',
  output: { ...READ, mayChange: true, accountManagementUrl: null },
  real: {
    make: answerAll,
    sees: () => ({ step: 'ready', mayRead: true }),
  },
};

/** The list does not come; what is said of changes may. */
function listLost(
  name: string,
  { said, isSaidBefore }: { readonly said: boolean | null; readonly isSaidBefore: boolean },
): AccountCase {
  return {
    name,
    output: { ...refused({ code: 'network' }), mayChange: said },
    real: {
      make: async (stage) => {
        if (stage.isAskedForCapabilities()) {
          await stage.answer(said === null ? 'connectionLost' : undefined);
        }
        await stage.answer('connectionLost');
      },
      sees: (before, stage) => {
        const told = { ...failedFrom(before), problem: 'network', mayRead: true } as const;
        // Four requests are enough, and changes are asked about in some of them.
        const isEnough = said === false || (stage.readings() > 1 && !isSaidBefore);
        return isEnough ? told : orRetried(before, stage, told);
      },
    },
  };
}

const notChangeable: readonly AccountCase[] = [
  {
    name: 'read, and may not be changed',
    output: { ...READ, mayChange: false, accountManagementUrl: null },
    real: {
      make: (stage) =>
        stage.while({ changesEnabled: false }, async () => {
          await answerAll(stage);
          // There is no authentication service, under neither of its names.
          await stage.answer();
          await stage.answer();
        }),
      sees: () => ({ step: 'unavailable', mayRead: true, isChangedElsewhere: false }),
    },
  },
  {
    name: 'read, and is changed elsewhere',
    output: { ...READ, mayChange: false, accountManagementUrl: ELSEWHERE },
    real: {
      make: (stage) => {
        const authMetadata = { account_management_uri: ELSEWHERE };
        return stage.while({ changesEnabled: false, authMetadata }, async () => {
          await answerAll(stage);
          await stage.answer();
        });
      },
      sees: () => ({ step: 'unavailable', mayRead: true, isChangedElsewhere: true }),
    },
  },
];

/** The list, and whether it may be changed where that is asked too. */
async function answerAll(stage: Stage): Promise<void> {
  if (stage.isAskedForCapabilities()) await stage.answer();
  await stage.answer();
}

function beginReading(stage: Stage): void {
  stage.act();
  stage.followUp.isSo = false;
}

/** How often the list was asked for, where nothing else goes on: what ends meanwhile does so the first time as well. */
function trialOf({ value, context }: AnyMachineSnapshot): number {
  const { additions, removals, requests } = context;
  const isAlone = additions.length + removals.length === 0;
  return isAlone && /"(?:asking|pausing)"/u.test(JSON.stringify(value)) ? requests : 0;
}

/** A list that could not be read is asked for again in a moment, where it is the person who wants it. */
function orRetried(
  before: ListingSight,
  { readings, followUp }: Stage,
  otherwise: Partial<ListingSight>,
): Partial<ListingSight> {
  if (followUp.isSo || readings() >= 3) return otherwise;
  return { ...before, isRetrying: true };
}

/** Walks the list. */
export function listingWalker(stage: Stage): Walker<ListingReal> {
  return walkerOf({
    stage,
    subject: stage,
    value: () => stage.list.getSnapshot().value,
    sight: () => listingSight(stage.listView()),
    makeWithout: (happening) => makeWithout(stage, happening),
    seesWithout: (happening, before) => seesWithout(stage, happening, before),
    expectOrder: () => expectListingInOrder(stage),
  });
}

function listingSight(view: ThreepidsView): ListingSight {
  const isReady = view.step === 'ready';
  return {
    step: view.step,
    problem: problemIn(view)?.code ?? null,
    mayRead: offers(view, 'read'),
    isRetrying: 'isRetrying' in view && view.isRetrying,
    isChangedElsewhere: view.step === 'unavailable' && view.accountManagementUrl !== null,
    additions: isReady ? view.additions.length : 0,
    removals: isReady ? view.rows.filter(({ removal }) => removal !== null).length : 0,
    notice: (isReady && view.notice?.type) || null,
  };
}

type FlowFailure = WithoutCase & { readonly actor: 'addThreepid' | 'removeThreepid' };

function isFlow(happening: WithoutCase): happening is FlowFailure {
  return (
    happening.kind === 'failure' && ['addThreepid', 'removeThreepid'].includes(happening.actor)
  );
}

async function makeWithout(stage: Stage, happening: WithoutCase) {
  if (happening.kind === 'delay' && happening.delay === 'retryPause') {
    return stage.pass(happening.delay);
  }
  // It is the list that fails.
  if (stage.isAskedForCapabilities()) await stage.answer();
  if (!isFlow(happening)) return stage.goWithoutAnswer(happening);
  // Next, a flow sets a timer for the request that the person has it make.
  stage.breakClock();
  if (happening.actor === 'removeThreepid') return press(newestRemoval(stage).view(), 'confirm');
  return press(newestAddition(stage, 'email').view(), 'submit', 'alice@example.org');
}

function seesWithout(
  stage: Stage,
  happening: WithoutCase,
  before: ListingSight,
): Partial<ListingSight> {
  const isLate = happening.kind === 'delay';
  if (isLate && before.isRetrying) return { ...before, isRetrying: false };
  const problem = isLate ? 'timeout' : 'unexpected';
  if (!isFlow(happening)) return { ...failedFrom(before), problem, mayRead: true };
  stage.followUp.isSo = true;
  const isAddition = happening.actor === 'addThreepid';
  const ended = isAddition
    ? { additions: before.additions - 1 }
    : { removals: before.removals - 1 };
  return { ...before, ...ended, problem, isRetrying: false, mayRead: false };
}

const OFFERS: readonly { readonly event: ThreepidsEvent; readonly name: Command }[] = [
  { event: { type: 'list.open' }, name: 'open' },
  { event: { type: 'list.read' }, name: 'read' },
  { event: { type: 'threepid.add', medium: 'email' }, name: 'add' },
];

/** What holds wherever the list is. */
function expectListingInOrder(stage: Stage): void {
  const now = stage.listView();
  const snapshot = stage.list.getSnapshot();
  stage.traces.push(JSON.stringify(now));

  expect(stage.network.held, 'requests in flight').toHaveLength(stage.listRequests());
  const offered = OFFERS.filter(({ name }) => offers(now, name));
  // Looking once more is what a component does that is mounted, and nothing that a view offers.
  const isOpen = now.step !== 'idle';
  const taken = OFFERS.filter(
    ({ event }) => snapshot.can(event) && !(isOpen && event.type === 'list.open'),
  );
  expect(offered, 'what the view offers').toEqual(taken);

  const rows = 'rows' in now ? now.rows : [];
  for (const { threepid, remove } of rows) {
    const isTaken = snapshot.can({ type: 'threepid.remove', threepid });
    expect(remove !== null, 'whether a row may be removed').toBe(isTaken);
  }
  expectTold(snapshot.context.problem, now);
}
