import { assign, setup } from 'xstate';
import { isEqualThreepid, type Threepid } from '../address.ts';
import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';
import type { DeleteAnswer, ListAnswer, ListedThreepid, UnbindResult } from '../homeserver/port.ts';
import { hole } from './hole.ts';

export interface RemoveThreepidContext {
  /** As the homeserver lists it, to the letter: another spelling removes nothing and is answered 200. */
  readonly threepid: Threepid;
  /** The only one of its medium, so that removing it costs the person a way back into the account. */
  readonly isLast: boolean;
  readonly problem: Problem | null;
  readonly deletion: Extract<DeleteAnswer, { type: 'deleted' }> | null;
  /** The list as it was read after the removal; null where it was not. */
  readonly threepids: readonly ListedThreepid[] | null;
  readonly isRemoved: boolean;
}

export interface RemoveThreepidInput {
  readonly threepid: Threepid;
  readonly isLast: boolean;
}

export type RemoveThreepidEvent =
  { readonly type: 'removal.confirm' } | { readonly type: 'flow.cancel' };

export type RemoveThreepidOutput =
  | {
      readonly type: 'removed';
      readonly threepid: Threepid;
      /** What became of the binding at an identity server; null where nobody said. */
      readonly unbindResult: UnbindResult | null;
      readonly threepids: readonly ListedThreepid[] | null;
    }
  | { readonly type: 'cancelled' };

function outputOf(context: RemoveThreepidContext): RemoveThreepidOutput {
  if (!context.isRemoved) return { type: 'cancelled' };
  const { threepid, deletion, threepids } = context;
  return { type: 'removed', threepid, unbindResult: deletion?.unbindResult ?? null, threepids };
}

/**
 * Removes one threepid from the account. There is no interactive auth on this endpoint, so the
 * person confirms; and since homeservers answer 200 for removing nothing, the list has the last word.
 */
export const removeThreepidMachine = setup({
  types: {
    context: {} as RemoveThreepidContext,
    events: {} as RemoveThreepidEvent,
    input: {} as RemoveThreepidInput,
    output: {} as RemoveThreepidOutput,
  },
  actors: {
    deleteThreepid: hole<DeleteAnswer, Threepid>(),
    listThreepids: hole<ListAnswer>(),
  },
  delays: { requestTimeout: 30_000 },
  guards: {
    isAcknowledged: (_, answer: DeleteAnswer) => answer.type === 'deleted',
    isOutcomeUnknown: (_, answer: DeleteAnswer) =>
      answer.type === 'refused' && isOutcomeUnknown(answer.problem),
    isGone: ({ context: { threepid } }, answer: ListAnswer) =>
      answer.type === 'listed' &&
      !answer.threepids.some((listed) => isEqualThreepid(listed, threepid)),
    isRead: (_, answer: ListAnswer) => answer.type === 'listed',
    /** The homeserver said so; the list has not been asked, or did not answer. */
    isDeleted: ({ context }) => context.deletion !== null,
  },
  actions: {
    keepDeletion: assign({
      deletion: (_, answer: DeleteAnswer) => (answer.type === 'deleted' ? answer : null),
    }),
    keepList: assign({
      threepids: (_, answer: ListAnswer) => (answer.type === 'listed' ? answer.threepids : null),
    }),
    keepOutcome: assign({ isRemoved: true }),
    tell: assign({ problem: (_, problem: Problem) => problem }),
    tellRefusal: assign({
      problem: (_, answer: DeleteAnswer) => (answer.type === 'refused' ? answer.problem : null),
    }),
    clearProblem: assign({ problem: null, deletion: null }),
  },
}).createMachine({
  id: 'removeThreepid',
  context: ({ input }) => ({
    ...input,
    problem: null,
    deletion: null,
    threepids: null,
    isRemoved: false,
  }),
  output: ({ context }) => outputOf(context),
  initial: 'confirming',
  states: {
    confirming: {
      on: {
        'removal.confirm': { target: 'removing', actions: 'clearProblem' },
        'flow.cancel': 'cancelled',
      },
    },

    removing: {
      invoke: {
        id: 'deleteThreepid',
        src: 'deleteThreepid',
        input: ({ context }) => context.threepid,
        onDone: [
          {
            guard: { type: 'isAcknowledged', params: ({ event }) => event.output },
            target: 'reconciling',
            actions: { type: 'keepDeletion', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'isOutcomeUnknown', params: ({ event }) => event.output },
            target: 'reconciling',
            actions: { type: 'tellRefusal', params: ({ event }) => event.output },
          },
          {
            target: 'confirming',
            actions: { type: 'tellRefusal', params: ({ event }) => event.output },
          },
        ],
        onError: {
          target: 'reconciling',
          actions: { type: 'tell', params: { code: 'unexpected' } },
        },
      },
      after: {
        requestTimeout: {
          target: 'reconciling',
          actions: { type: 'tell', params: { code: 'timeout' } },
        },
      },
      on: { 'flow.cancel': 'cancelling' },
    },

    reconciling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          {
            guard: { type: 'isGone', params: ({ event }) => event.output },
            target: 'removed',
            actions: { type: 'keepList', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'isRead', params: ({ event }) => event.output },
            target: 'confirming',
            actions: { type: 'tell', params: { code: 'notRemoved' } },
          },
          { guard: 'isDeleted', target: 'removed' },
          { target: 'confirming' },
        ],
        onError: 'confirming',
      },
      after: {
        requestTimeout: [{ guard: 'isDeleted', target: 'removed' }, { target: 'confirming' }],
      },
      on: { 'flow.cancel': 'cancelling' },
    },

    /** Cancelled while the removal was under way: it may have been carried out. */
    cancelling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          {
            guard: { type: 'isGone', params: ({ event }) => event.output },
            target: 'removed',
            actions: { type: 'keepList', params: ({ event }) => event.output },
          },
          { target: 'cancelled' },
        ],
        onError: 'cancelled',
      },
      after: { requestTimeout: 'cancelled' },
    },

    removed: { type: 'final', entry: 'keepOutcome' },
    cancelled: { type: 'final' },
  },
});
