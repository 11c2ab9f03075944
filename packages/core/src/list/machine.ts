import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import { addThreepidMachine } from '../add/machine.ts';
import type { ListedThreepid, ListResponse } from '../homeserver/homeserver.ts';
import type { Problem } from '../homeserver/problem.ts';
import { elementIdOf } from '../machine-parts/element-id.ts';
import { placeholder } from '../machine-parts/placeholder.ts';
import { ifRefused, onTimeout, onUnexpectedError, outputOf } from '../machine-parts/request.ts';
import type { DoneEvent } from '../machine-parts/request.ts';
import { ifRetryable, isRetryable, retryable } from '../machine-parts/retryable.ts';
import type { PendingValidation } from '../pending/pending-validation.ts';
import { removeThreepidMachine } from '../remove/machine.ts';
import { isEqualThreepid, type Medium } from '../threepid.ts';
import type {
  AccountRequest,
  AccountResponse,
  AdditionId,
  FlowEndEvent,
  FlowOutput,
  RemovalId,
  ThreepidsContext,
  ThreepidsEvent,
  ThreepidsInput,
} from './context.ts';

/** How often a stale list is read automatically. After that, when the user comes back or acts. */
const MAX_STALE_READS = 4;

/** The list of a response; null if it has none. A removal's output has one, because it read the list. */
function listOf({ event: { output } }: DoneEvent<AccountResponse | ListResponse | FlowOutput>) {
  return 'threepids' in output ? output.threepids : null;
}

function mayChangeOf({ event: { output } }: DoneEvent<AccountResponse>) {
  return output.mayChange;
}

function managementUrlOf({ event: { output } }: DoneEvent<AccountResponse>) {
  return output.type === 'refused' ? null : output.accountManagementUrl;
}

function pendingOf({ event: { output } }: DoneEvent<AccountResponse>) {
  return output.type === 'refused' ? [] : output.pending;
}

/**
 * Reads the list and, until the homeserver has said so, whether it may be changed. `assumed` counts if
 * the homeserver does not say; `failed` follows if the list cannot be read.
 */
function readingAccount<Failed extends string>(failed: Failed, assumed: boolean) {
  return retryable(
    {
      id: 'readAccount',
      src: 'readAccount',
      input: ({ context: { mayChange } }: { readonly context: ThreepidsContext }) => ({
        mayChange,
        assumed,
      }),
      onDone: [
        {
          guard: { type: 'isAccountRetryable', params: outputOf },
          target: 'backingOff',
          actions: { type: 'setMayChange', params: mayChangeOf },
        },
        ifRefused(failed),
        {
          guard: { type: 'mayChange', params: outputOf },
          target: '#threepids.ready',
          actions: [
            { type: 'adoptList', params: listOf },
            { type: 'resumeAdditions', params: pendingOf },
          ],
        },
        {
          target: '#threepids.unavailable',
          actions: [
            { type: 'adoptList', params: listOf },
            { type: 'setManagementUrl', params: managementUrlOf },
          ],
        },
      ],
      onError: onUnexpectedError(failed),
    },
    failed,
  );
}

/** The state of a list that could not be read again. */
const STALE = '#threepids.ready.stale.waiting';

const addActions = [
  'clearNotice',
  {
    type: 'startAddition',
    params: ({ event }: { readonly event: { readonly medium: Medium } }) => event.medium,
  },
] as const;

const removeActions = ['clearNotice', 'startRemoval'] as const;

const adoptRead = {
  target: '#threepids.ready.settled',
  actions: [{ type: 'adoptList', params: listOf }, 'clearReadProblem'],
} as const;

/**
 * The account's email addresses and phone numbers: reads them, and starts an actor for each one that
 * is added or removed, so that several can wait at the same time.
 */
export const threepidsMachine = setup({
  types: {} as {
    context: ThreepidsContext;
    events: ThreepidsEvent | FlowEndEvent;
    input: ThreepidsInput;
    tags: 'retrying';
    children: { [Id in AdditionId]: 'addThreepid' } & { [Id in RemovalId]: 'removeThreepid' };
  },
  actors: {
    readAccount: placeholder<AccountResponse, AccountRequest>(),
    listThreepids: placeholder<ListResponse>(),
    addThreepid: addThreepidMachine,
    removeThreepid: removeThreepidMachine,
    /** Sends `page.return` when the page is visible, focused or online again. */
    watchPage: fromCallback<ThreepidsEvent>(() => undefined),
  },
  delays: {
    /** How long a homeserver may take to respond. */
    requestTimeout: 30_000,
    /** Delay before an automatic retry. */
    retryDelay: 1_000,
    /** Delay before a stale list is read again. */
    staleInterval: 30_000,
  },
  guards: {
    isRefused: (_, response: { readonly type: string }) => response.type === 'refused',
    mayChange: (_, response: AccountResponse) => response.type === 'read' && response.mayChange,
    isRetryable: ({ context }, problem: Problem | null) => isRetryable(context.attempts, problem),
    /**
     * At most six requests: the list and the capabilities twice, and two more if the account is
     * managed elsewhere.
     */
    isAccountRetryable: ({ context: { attempts, mayChange } }, response: AccountResponse) =>
      response.type === 'refused' &&
      response.mayChange !== false &&
      (attempts === 1 || mayChange !== null) &&
      isRetryable(attempts, response.problem),
    mayReadStale: ({ context }) => context.attempts < MAX_STALE_READS,
    isListRead: (_, list: readonly ListedThreepid[] | null) => list !== null,
    isCancelled: (_, output: FlowOutput) => output.type === 'cancelled',
    isUnavailable: (_, output: FlowOutput) => output.type === 'unavailable',
    isRemovable: ({ context, event }) =>
      event.type === 'threepid.remove' &&
      context.threepids.some((listed) => isEqualThreepid(listed, event.threepid)) &&
      !context.removals.some(({ threepid }) => isEqualThreepid(threepid, event.threepid)),
  },
  actions: {
    /** Flows learn the list too: it may show that another client has done what they are about to do. */
    adoptList: enqueueActions(
      ({ context, enqueue }, threepids: readonly ListedThreepid[] | null) => {
        if (threepids === null) return;
        enqueue.assign({ threepids });
        for (const id of [...context.additions, ...context.removals.map((each) => each.id)]) {
          enqueue.sendTo(id, { type: 'list.change', owned: threepids });
        }
      },
    ),
    startAddition: enqueueActions(({ context, enqueue }, medium: Medium) => {
      const { userId, threepids: owned, additions, nextId } = context;
      const id = `${elementIdOf('add', userId)}-${nextId}` as const;
      enqueue.spawnChild('addThreepid', { id, input: { medium, userId, owned } });
      enqueue.assign({ additions: [...additions, id], nextId: nextId + 1 });
    }),
    resumeAdditions: enqueueActions(({ context, enqueue }, all: readonly PendingValidation[]) => {
      const { userId, threepids: owned, additions, nextId } = context;
      const ids = all.map((pending, index) => {
        const id = `${elementIdOf('add', userId)}-${nextId + index}` as const;
        enqueue.spawnChild('addThreepid', { id, input: { medium: pending.medium, userId, owned } });
        enqueue.sendTo(id, { type: 'validation.resume', pending });
        return id;
      });
      enqueue.assign({ additions: [...additions, ...ids], nextId: nextId + ids.length });
    }),
    startRemoval: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'threepid.remove') return;
      const { userId, threepids, removals, nextId } = context;
      const id = `${elementIdOf('remove', userId)}-${nextId}` as const;
      const { threepid } = event;
      enqueue.spawnChild('removeThreepid', { id, input: { threepid, owned: threepids } });
      enqueue.assign({ removals: [...removals, { id, threepid }], nextId: nextId + 1 });
    }),
    endFlow: enqueueActions(({ context, event, enqueue }) => {
      if (!('actorId' in event)) return;
      const { actorId } = event;
      enqueue.stopChild(actorId);
      enqueue.assign({
        additions: context.additions.filter((id) => id !== actorId),
        removals: context.removals.filter(({ id }) => id !== actorId),
      });
    }),
    setNotice: assign((_, output: FlowOutput) => {
      if (output.type === 'added') return { notice: output, problem: null };
      if (output.type !== 'removed') return { problem: null };
      const { threepid, unbindResult } = output;
      return { notice: { type: 'removed', threepid, unbindResult }, problem: null };
    }),
    setProblem: assign({ problem: (_, problem: Problem | null) => problem }),
    /** A list that could be read again is no longer a problem; a flow that a bug has ended still is. */
    clearReadProblem: assign({
      problem: ({ context: { problem } }) => (problem?.code === 'unexpected' ? problem : null),
    }),
    setManagementUrl: assign({ accountManagementUrl: (_, url: string | null) => url }),
    resetAttempts: assign({ attempts: 0 }),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    setMayChange: assign({ mayChange: (_, mayChange: boolean | null) => mayChange }),
    /** The homeserver refused a change for good, so every other flow would fail too. Stored validations stay stored. */
    endAllFlows: enqueueActions(({ context, enqueue }) => {
      for (const id of context.additions) enqueue.stopChild(id);
      for (const { id } of context.removals) enqueue.stopChild(id);
      enqueue.assign({ additions: [], removals: [], mayChange: false, problem: null });
    }),
    /** The user wants fresh data, so earlier problems and capabilities no longer count. */
    startReading: assign({ problem: null, mayChange: null }),
    clearNotice: assign({ notice: null, problem: null }),
  },
}).createMachine({
  id: 'threepids',
  context: ({ input }) => ({
    userId: input.userId,
    threepids: [],
    additions: [],
    removals: [],
    nextId: 1,
    mayChange: null,
    attempts: 0,
    accountManagementUrl: null,
    notice: null,
    problem: null,
  }),
  initial: 'idle',
  states: {
    /** Makes no request, so that a server may render it and a component may mount twice. */
    idle: {
      on: { 'list.open': 'loading' },
    },

    loading: readingAccount('#threepids.failed', true),

    failed: {
      on: {
        'list.open': { target: 'loading', actions: ['clearNotice', 'startReading'] },
        'list.read': { target: 'loading', actions: ['clearNotice', 'startReading'] },
      },
    },

    ready: {
      initial: 'settled',
      on: {
        'threepid.add': { actions: addActions },
        'threepid.remove': { guard: 'isRemovable', actions: removeActions },
        'xstate.done.actor.*': [
          { guard: { type: 'isCancelled', params: outputOf }, actions: 'endFlow' },
          {
            guard: { type: 'isUnavailable', params: outputOf },
            target: '#threepids.unavailable.reading',
            actions: 'endAllFlows',
          },
          {
            guard: { type: 'isListRead', params: listOf },
            target: '.settled',
            actions: [
              'endFlow',
              { type: 'setNotice', params: outputOf },
              { type: 'adoptList', params: listOf },
            ],
          },
          {
            target: '.stale',
            actions: ['endFlow', { type: 'setNotice', params: outputOf }],
          },
        ],
        'xstate.error.actor.*': {
          target: '.stale',
          actions: ['endFlow', { type: 'setProblem', params: { code: 'unexpected' } }],
        },
      },
      states: {
        settled: {
          on: {
            // The user may not have read the last notice yet, so opening the page again keeps it.
            'list.open': { target: 'reading', actions: 'startReading' },
            'list.read': { target: 'reading', actions: ['clearNotice', 'startReading'] },
          },
        },

        /** The old list stays until the new one is read. */
        reading: retryable(
          {
            id: 'listThreepids',
            src: 'listThreepids',
            onDone: [ifRetryable('isRetryable'), ifRefused(STALE), adoptRead],
            onError: onUnexpectedError(STALE),
          },
          STALE,
        ),

        /** A flow has ended, or the list could not be read: it may differ from what is shown. */
        stale: {
          initial: 'reading',
          entry: 'resetAttempts',
          states: {
            /** Makes one request, because the flow that ended has made some already. */
            reading: {
              entry: 'countAttempt',
              invoke: {
                id: 'listThreepids',
                src: 'listThreepids',
                onDone: [ifRefused('waiting'), adoptRead],
                onError: onUnexpectedError('waiting'),
              },
              after: onTimeout('waiting'),
            },
            waiting: {
              invoke: { id: 'watchPage', src: 'watchPage' },
              on: {
                'page.return': 'reading',
                'list.open': { target: '#threepids.ready.reading', actions: 'startReading' },
                'list.read': {
                  target: '#threepids.ready.reading',
                  actions: ['clearNotice', 'startReading'],
                },
                'threepid.add': { target: 'reading', actions: addActions },
                'threepid.remove': {
                  guard: 'isRemovable',
                  target: 'reading',
                  actions: removeActions,
                },
              },
              after: { staleInterval: { guard: 'mayReadStale', target: 'reading' } },
            },
          },
        },
      },
    },

    /** The list cannot be changed here (capability `m.3pid_changes`); it stays readable. */
    unavailable: {
      initial: 'settled',
      states: {
        /** Users come back to the page after they changed the list elsewhere. */
        settled: {
          invoke: { id: 'watchPage', src: 'watchPage' },
          on: {
            'list.open': { target: 'reading', actions: 'startReading' },
            'list.read': { target: 'reading', actions: ['clearNotice', 'startReading'] },
            'page.return': { target: 'reading', actions: ['clearNotice', 'startReading'] },
          },
        },
        reading: readingAccount('#threepids.unavailable.settled', false),
      },
    },
  },
});
