import { assign, setup } from 'xstate';
import { isEqualThreepid, type Threepid } from '../address.ts';
import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';
import type { DeleteAnswer, ListAnswer, ListedThreepid, UnbindResult } from '../homeserver/port.ts';
import { hole } from './hole.ts';
import { answerOf, endOf, late, refusalOf, refused, surprised } from './request.ts';

export interface RemoveThreepidContext {
  /** As the homeserver lists it, to the letter: another spelling removes nothing and is answered 200. */
  readonly threepid: Threepid;
  /** The only one of its medium, so that removing it costs the person a way back into the account. */
  readonly isLast: boolean;
  readonly problem: Problem | null;
  readonly deletion: Extract<DeleteAnswer, { type: 'deleted' }> | null;
  /** The list as it was read after the removal; null where it was not. */
  readonly threepids: readonly ListedThreepid[] | null;
  readonly outcome: RemoveThreepidOutput['type'];
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
  | { readonly type: 'cancelled' }
  /** Cancelled where the homeserver refused it because it allows no changes. */
  | { readonly type: 'unavailable' }
  /** Cancelled while it was being removed, and nobody could say whether it was. */
  | { readonly type: 'unsettled' };

function outputOf(context: RemoveThreepidContext): RemoveThreepidOutput {
  const { outcome, threepid, deletion, threepids, problem } = context;
  if (outcome === 'removed') {
    return { type: outcome, threepid, unbindResult: deletion?.unbindResult ?? null, threepids };
  }
  return { type: endOf(outcome, problem) };
}

/** Where the list cannot be read, what the homeserver said of the removal counts. */
function unread<Target extends string>(target: Target) {
  return [{ guard: 'isDeleted', target: 'removed' }, { target }] as const;
}

/**
 * Removes one threepid from the account. There is no interactive auth on this endpoint, so the
 * person confirms; and since homeservers answer 200 for removing nothing, the list has the last word.
 */
export const removeThreepidMachine = setup({
  types: {} as {
    context: RemoveThreepidContext;
    events: RemoveThreepidEvent;
    input: RemoveThreepidInput;
    output: RemoveThreepidOutput;
  },
  actors: {
    deleteThreepid: hole<DeleteAnswer, Threepid>(),
    listThreepids: hole<ListAnswer>(),
  },
  delays: { requestTimeout: 30_000 },
  guards: {
    isRefused: (_, answer: { readonly type: string }) => answer.type === 'refused',
    /** Also where somebody else removed it already, by what the homeserver says: the list will show. */
    isOutcomeUnknown: (_, problem: Problem | null) =>
      isOutcomeUnknown(problem) || problem?.code === 'alreadyRemoved',
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
    keepOutcome: assign({ outcome: (_, outcome: RemoveThreepidOutput['type']) => outcome }),
    tell: assign({ problem: (_, problem: Problem | null) => problem }),
    clearProblem: assign({ problem: null, deletion: null }),
  },
}).createMachine({
  id: 'removeThreepid',
  context: ({ input }) => ({
    ...input,
    problem: null,
    deletion: null,
    threepids: null,
    outcome: 'cancelled',
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
            guard: { type: 'isOutcomeUnknown', params: refusalOf },
            target: 'reconciling',
            actions: { type: 'tell', params: refusalOf },
          },
          refused('confirming'),
          { target: 'reconciling', actions: { type: 'keepDeletion', params: answerOf } },
        ],
        onError: surprised('reconciling'),
      },
      after: late('reconciling'),
      on: { 'flow.cancel': 'cancelling' },
    },

    reconciling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          {
            guard: { type: 'isGone', params: answerOf },
            target: 'removed',
            actions: { type: 'keepList', params: answerOf },
          },
          {
            guard: { type: 'isRead', params: answerOf },
            target: 'confirming',
            actions: { type: 'tell', params: { code: 'notRemoved' } },
          },
          ...unread('confirming'),
        ],
        onError: [{ guard: 'isDeleted', target: 'removed' }, surprised('confirming')],
      },
      after: { requestTimeout: unread('confirming') },
      on: { 'flow.cancel': 'cancelling' },
    },

    /** Cancelled while the removal was under way: it may have been carried out. */
    cancelling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          {
            guard: { type: 'isGone', params: answerOf },
            target: 'removed',
            actions: { type: 'keepList', params: answerOf },
          },
          { guard: { type: 'isRead', params: answerOf }, target: 'cancelled' },
          ...unread('unsettled'),
        ],
        onError: unread('unsettled'),
      },
      after: { requestTimeout: unread('unsettled') },
    },

    removed: { type: 'final', entry: { type: 'keepOutcome', params: 'removed' } },
    cancelled: { type: 'final' },
    /** Cancelled, and the list could not be read: whoever keeps it reads it again. */
    unsettled: { type: 'final', entry: { type: 'keepOutcome', params: 'unsettled' } },
  },
});
