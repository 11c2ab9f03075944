import { assign, enqueueActions, setup } from 'xstate';
import { isEqualThreepid, isSameThreepid } from '../address.ts';
import type { ListAnswer, ListedThreepid } from '../homeserver/port.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { AddThreepidInput, AddThreepidOutput } from './add-threepid-model.ts';
import { addThreepidMachine } from './add-threepid.ts';
import { hole } from './hole.ts';
import { removeThreepidMachine, type RemoveThreepidOutput } from './remove-threepid.ts';
import type {
  AccountAnswer,
  FlowEndEvent,
  ThreepidsContext,
  ThreepidsEvent,
  ThreepidsInput,
} from './threepids-model.ts';
import { answerOf, late, surprised } from './request.ts';

/** The list that an answer brought, where it brought one. */
function threepidsIn(answer: AccountAnswer | ListAnswer): readonly ListedThreepid[] | null {
  return answer.type === 'refused' ? null : answer.threepids;
}

type Addition = Pick<AddThreepidInput, 'medium' | 'pending'>;

/** One that is on the account by now was added by a request whose answer was lost. */
function pendingIn(answer: AccountAnswer): Addition[] {
  if (answer.type === 'refused') return [];
  return answer.pending
    .filter(
      ({ entry, session }) =>
        !answer.threepids.some((listed) => isSameThreepid(listed, entry, session.msisdn)),
    )
    .map((pending) => ({ medium: pending.medium, pending }));
}

/** A removal reads the list to see that the threepid is gone, so that it need not be read twice. */
function listReadBy(output: AddThreepidOutput | RemoveThreepidOutput) {
  return output.type === 'removed' ? output.threepids : null;
}

/**
 * The account's email addresses and phone numbers: reads them, and starts an actor for each one that
 * is being added or removed, so that several can wait at once.
 */
export const threepidsMachine = setup({
  types: {
    context: {} as ThreepidsContext,
    events: {} as ThreepidsEvent | FlowEndEvent,
    input: {} as ThreepidsInput,
  },
  actors: {
    readAccount: hole<AccountAnswer>(),
    listThreepids: hole<ListAnswer>(),
    addThreepid: addThreepidMachine,
    removeThreepid: removeThreepidMachine,
  },
  delays: { requestTimeout: 30_000 },
  guards: {
    isRead: (_, answer: AccountAnswer) => answer.type === 'read',
    isListed: (_, answer: ListAnswer) => answer.type === 'listed',
    mayChange: (_, answer: AccountAnswer) => answer.type === 'read' && answer.mayChange,
    isListRead: ({ event }) => 'output' in event && listReadBy(event.output) !== null,
    isCancelled: ({ event }) => 'output' in event && event.output.type === 'cancelled',
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
      const ids = additions.map(({ medium, pending }, index) => {
        const id = `add-${count + index}`;
        enqueue.spawnChild('addThreepid', { id, input: { medium, userId, owned, pending } });
        return id;
      });
      enqueue.assign({ additions: [...context.additions, ...ids], count: count + ids.length });
    }),
    startRemoval: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'threepid.remove') return;
      const id = `remove-${context.count}`;
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
    tellEnd: assign(({ event }) => {
      if (!('output' in event)) return { problem: { code: 'unexpected' } };
      const { output } = event;
      if (output.type === 'added') return { notice: output, problem: null };
      if (output.type !== 'removed') return {};
      const { threepid, unbindResult } = output;
      return { notice: { type: 'removed', threepid, unbindResult }, problem: null };
    }),
    tell: assign({ problem: (_, problem: Problem) => problem }),
    tellRefusal: assign({
      problem: (_, answer: AccountAnswer | ListAnswer) =>
        answer.type === 'refused' ? answer.problem : null,
    }),
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
    notice: null,
    problem: null,
  }),
  initial: 'idle',
  states: {
    /** Asks nothing of anybody, so that a server may render it and a component mount it twice. */
    idle: {
      on: { 'list.open': 'loading' },
    },

    loading: {
      invoke: {
        id: 'readAccount',
        src: 'readAccount',
        onDone: [
          {
            guard: { type: 'mayChange', params: answerOf },
            target: 'ready',
            actions: [
              { type: 'adoptList', params: ({ event }) => threepidsIn(event.output) },
              { type: 'startAdditions', params: ({ event }) => pendingIn(event.output) },
            ],
          },
          {
            guard: { type: 'isRead', params: answerOf },
            target: 'unavailable',
            actions: { type: 'adoptList', params: ({ event }) => threepidsIn(event.output) },
          },
          {
            target: 'failed',
            actions: { type: 'tellRefusal', params: answerOf },
          },
        ],
        onError: surprised('failed'),
      },
      after: late('failed'),
    },

    failed: {
      on: { 'list.read': { target: 'loading', actions: 'clearNotice' } },
    },

    ready: {
      initial: 'settled',
      on: {
        'threepid.add': {
          actions: [
            'clearNotice',
            {
              type: 'startAdditions',
              params: ({ event: { medium } }) => [{ medium, pending: null }],
            },
          ],
        },
        'threepid.remove': { guard: 'isRemovable', actions: ['clearNotice', 'startRemoval'] },
        'xstate.done.actor.*': [
          { guard: 'isCancelled', actions: 'endFlow' },
          {
            guard: 'isListRead',
            target: '.settled',
            actions: [
              'endFlow',
              'tellEnd',
              { type: 'adoptList', params: ({ event }) => listReadBy(event.output) },
            ],
          },
          { target: '.reading', actions: ['endFlow', 'tellEnd'] },
        ],
        'xstate.error.actor.*': { target: '.reading', actions: ['endFlow', 'tellEnd'] },
      },
      states: {
        settled: {
          on: { 'list.read': { target: 'reading', actions: 'clearNotice' } },
        },
        /** The list stays as it was until it is read again. */
        reading: {
          invoke: {
            id: 'listThreepids',
            src: 'listThreepids',
            onDone: [
              {
                guard: { type: 'isListed', params: answerOf },
                target: 'settled',
                actions: { type: 'adoptList', params: ({ event }) => threepidsIn(event.output) },
              },
              {
                target: 'settled',
                actions: { type: 'tellRefusal', params: answerOf },
              },
            ],
            onError: surprised('settled'),
          },
          after: late('settled'),
        },
      },
    },

    /** The homeserver lets nobody change the list (capability `m.3pid_changes`); it stays readable. */
    unavailable: {
      on: { 'list.read': { target: 'loading', actions: 'clearNotice' } },
    },
  },
});
