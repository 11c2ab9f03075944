import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import { isEqualThreepid } from '../address.ts';
import type { ListAnswer, ListedThreepid } from '../homeserver/port.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { Addition } from './add-threepid-model.ts';
import { addThreepidMachine } from './add-threepid.ts';
import { hole } from './hole.ts';
import { removeThreepidMachine } from './remove-threepid.ts';
import { listIn, readingAccount } from './reading-account.ts';
import type {
  AccountAnswer,
  AccountQuestion,
  AdditionId,
  RemovalId,
  FlowEndEvent,
  FlowOutput,
  ThreepidsContext,
  ThreepidsEvent,
  ThreepidsInput,
} from './threepids-model.ts';
import {
  again,
  answerOf,
  isWorthRepeating,
  MAX_REQUESTS,
  refused,
  repeating,
  surprised,
} from './request.ts';

/**
 * The account's email addresses and phone numbers: reads them, and starts an actor for each one that
 * is being added or removed, so that several can wait at once.
 */
export const threepidsMachine = setup({
  types: {} as {
    context: ThreepidsContext;
    events: ThreepidsEvent | FlowEndEvent;
    input: ThreepidsInput;
    tags: 'pausing';
    children: { [Id in AdditionId]: 'addThreepid' } & { [Id in RemovalId]: 'removeThreepid' };
  },
  actors: {
    readAccount: hole<AccountAnswer, AccountQuestion>(),
    listThreepids: hole<ListAnswer>(),
    addThreepid: addThreepidMachine,
    removeThreepid: removeThreepidMachine,
    /** Sends `page.return` when the page is seen or focused again, or online. */
    watchPage: fromCallback<ThreepidsEvent>(() => undefined),
  },
  delays: { requestTimeout: 30_000, retryPause: 1_000 },
  guards: {
    isRefused: (_, answer: { readonly type: string }) => answer.type === 'refused',
    mayChange: (_, answer: AccountAnswer) => answer.type === 'read' && answer.mayChange,
    mayRepeat: ({ context }, problem: Problem | null) =>
      isWorthRepeating(context.requests, problem),
    /**
     * Never more than six requests: the list and whether it may be changed, twice, and where it is changed
     * elsewhere takes two more.
     */
    mayReadAgain: ({ context: { requests, mayChange } }, answer: AccountAnswer) =>
      answer.type === 'refused' &&
      answer.mayChange !== false &&
      (requests === 1 || mayChange !== null) &&
      isWorthRepeating(requests, answer.problem),
    isListRead: (_, list: readonly ListedThreepid[] | null) => list !== null,
    isCancelled: (_, output: FlowOutput) => output.type === 'cancelled',
    isUnavailable: (_, output: FlowOutput) => output.type === 'unavailable',
    isRemovable: ({ context, event }) =>
      event.type === 'threepid.remove' &&
      context.threepids.some((listed) => isEqualThreepid(listed, event.threepid)) &&
      !context.removals.some(({ threepid }) => isEqualThreepid(threepid, event.threepid)),
  },
  actions: {
    /** The actors that add know the list too: an address in use may be the account's own. */
    adoptList: enqueueActions(
      ({ context, enqueue }, threepids: readonly ListedThreepid[] | null) => {
        if (threepids === null) return;
        enqueue.assign({ threepids });
        for (const id of context.additions) {
          enqueue.sendTo(id, { type: 'list.change', owned: threepids });
        }
      },
    ),
    /** An actor for each: a new one, or the ones whose validation outlived its page. */
    startAdditions: enqueueActions(({ context, enqueue }, additions: readonly Addition[]) => {
      const { userId, threepids: owned, count } = context;
      const ids = additions.map((addition, index) => {
        const id = `add-${count + index}` as const;
        enqueue.spawnChild('addThreepid', { id, input: { ...addition, userId, owned } });
        return id;
      });
      enqueue.assign({ additions: [...context.additions, ...ids], count: count + ids.length });
    }),
    startRemoval: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'threepid.remove') return;
      const id = `remove-${context.count}` as const;
      const { threepid } = event;
      const { medium } = threepid;
      const isLast = context.threepids.filter((listed) => listed.medium === medium).length === 1;
      enqueue.spawnChild('removeThreepid', { id, input: { threepid, isLast } });
      enqueue.assign({
        removals: [...context.removals, { id, threepid }],
        count: context.count + 1,
      });
    }),
    /** Whatever a flow came to, its actor goes, and what it came to is told. */
    endFlow: enqueueActions(({ context, event, enqueue }) => {
      if (!('actorId' in event)) return;
      const { actorId } = event;
      enqueue.stopChild(actorId);
      enqueue.assign({
        additions: context.additions.filter((id) => id !== actorId),
        removals: context.removals.filter(({ id }) => id !== actorId),
      });
    }),
    /** What the flow asked counts too, so that the list is asked for once; what it tells comes after. */
    countFlow: assign({ requests: MAX_REQUESTS - 1, problem: null }),
    tellEnd: assign((_, output: FlowOutput) => {
      if (output.type === 'added') return { notice: output, problem: null };
      if (output.type !== 'removed') return {};
      const { threepid, unbindResult } = output;
      return { notice: { type: 'removed', threepid, unbindResult }, problem: null };
    }),
    tell: assign({ problem: (_, problem: Problem | null) => problem }),
    keepManagementUrl: assign({ accountManagementUrl: (_, url: string | null) => url }),
    countRequest: assign({ requests: ({ context }) => context.requests + 1 }),
    keepMayChange: assign({ mayChange: (_, mayChange: boolean | null) => mayChange }),
    /** An attempt to change the list told. What else is going on would be told the same; what waits stays stored, where the app keeps it. */
    endAllFlows: enqueueActions(({ context, enqueue }) => {
      for (const id of context.additions) enqueue.stopChild(id);
      for (const { id } of context.removals) enqueue.stopChild(id);
      enqueue.assign({ additions: [], removals: [], mayChange: false, problem: null });
    }),
    /** The person wants it read: nothing counts that was asked or said before. */
    beginReading: assign({ problem: null, mayChange: null, requests: 0 }),
    clearNotice: assign({ notice: null, problem: null }),
  },
}).createMachine({
  id: 'threepids',
  context: ({ input }) => ({
    userId: input.userId,
    threepids: [],
    additions: [],
    removals: [],
    count: 1,
    mayChange: null,
    requests: 0,
    accountManagementUrl: null,
    notice: null,
    problem: null,
  }),
  initial: 'idle',
  states: {
    /** Asks nothing of anybody, so that a server may render it and a component mount it twice. */
    idle: {
      on: { 'list.open': 'loading' },
    },

    loading: readingAccount('#threepids.failed', true),

    failed: {
      on: {
        'list.open': { target: 'loading', actions: ['clearNotice', 'beginReading'] },
        'list.read': { target: 'loading', actions: ['clearNotice', 'beginReading'] },
      },
    },

    ready: {
      initial: 'settled',
      on: {
        'threepid.add': {
          actions: [
            'clearNotice',
            {
              type: 'startAdditions',
              params: ({ event: { medium } }) => [{ medium }],
            },
          ],
        },
        'threepid.remove': { guard: 'isRemovable', actions: ['clearNotice', 'startRemoval'] },
        'xstate.done.actor.*': [
          { guard: { type: 'isCancelled', params: answerOf }, actions: 'endFlow' },
          {
            guard: { type: 'isUnavailable', params: answerOf },
            target: '#threepids.unavailable.reading',
            actions: 'endAllFlows',
          },
          {
            guard: { type: 'isListRead', params: listIn },
            target: '.settled',
            actions: [
              'endFlow',
              { type: 'tellEnd', params: answerOf },
              { type: 'adoptList', params: listIn },
            ],
          },
          {
            target: '.reading',
            actions: ['endFlow', 'countFlow', { type: 'tellEnd', params: answerOf }],
          },
        ],
        'xstate.error.actor.*': {
          target: '.reading',
          actions: ['endFlow', 'countFlow', { type: 'tell', params: { code: 'unexpected' } }],
        },
      },
      states: {
        settled: {
          on: {
            // Whoever opens the page again may not have read yet what ended meanwhile.
            'list.open': { target: 'reading', actions: 'beginReading' },
            'list.read': { target: 'reading', actions: ['clearNotice', 'beginReading'] },
          },
        },
        /** The list stays as it was until it is read again. */
        reading: repeating(
          {
            id: 'listThreepids',
            src: 'listThreepids',
            onDone: [
              again('mayRepeat'),
              refused('#threepids.ready.settled'),
              {
                target: '#threepids.ready.settled',
                actions: { type: 'adoptList', params: listIn },
              },
            ],
            onError: surprised('#threepids.ready.settled'),
          },
          '#threepids.ready.settled',
        ),
      },
    },

    /** The list cannot be changed here (capability `m.3pid_changes`); it stays readable. */
    unavailable: {
      initial: 'settled',
      states: {
        /** Where it is changed elsewhere, people come back from there. */
        settled: {
          invoke: { id: 'watchPage', src: 'watchPage' },
          on: {
            'list.open': { target: 'reading', actions: 'beginReading' },
            'list.read': { target: 'reading', actions: ['clearNotice', 'beginReading'] },
            'page.return': { target: 'reading', actions: ['clearNotice', 'beginReading'] },
          },
        },
        reading: readingAccount('#threepids.unavailable.settled', false),
      },
    },
  },
});
