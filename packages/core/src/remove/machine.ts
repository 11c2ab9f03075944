import { assign, setup } from 'xstate';
import type {
  DeleteResponse,
  ListedThreepid,
  ListResponse,
  UnbindResult,
} from '../homeserver/homeserver.ts';
import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';
import { placeholder } from '../machine-parts/placeholder.ts';
import { ifList, reconcile } from '../machine-parts/reconcile.ts';
import {
  cancelOutcome,
  ifRefused,
  onTimeout,
  onUnexpectedError,
  outputOf,
  problemOfOutput,
} from '../machine-parts/request.ts';
import { isEqualThreepid, type Threepid } from '../threepid.ts';

export interface RemoveThreepidContext {
  /** Exactly as the homeserver lists it: another spelling removes nothing, with a 200. */
  readonly threepid: Threepid;
  /** The only one of its medium, so that removing it costs the user a way back into the account. */
  readonly isLast: boolean;
  readonly problem: Problem | null;
  readonly deletion: Extract<DeleteResponse, { type: 'deleted' }> | null;
  /** The list that was read after the removal; null if none was. */
  readonly threepids: readonly ListedThreepid[] | null;
  readonly outcome: RemoveThreepidOutput['type'];
}

export interface RemoveThreepidInput {
  readonly threepid: Threepid;
  /** The account's threepids, as the list machine last read them. */
  readonly owned: readonly Threepid[];
}

export type RemoveThreepidEvent =
  | { readonly type: 'removal.confirm' }
  | { readonly type: 'flow.cancel' }
  /** The list machine has read the account's threepids. */
  | { readonly type: 'list.change'; readonly owned: readonly Threepid[] };

export type RemoveThreepidOutput =
  | {
      readonly type: 'removed';
      readonly threepid: Threepid;
      /** Whether the identity server removed its binding; null if unknown. */
      readonly unbindResult: UnbindResult | null;
      readonly threepids: readonly ListedThreepid[] | null;
    }
  | { readonly type: 'cancelled' }
  /** The homeserver allows no changes. */
  | { readonly type: 'unavailable' }
  /** Cancelled after `/delete`, and the list could not be read: the threepid may be gone. */
  | { readonly type: 'unsettled' };

function removeOutput(context: RemoveThreepidContext): RemoveThreepidOutput {
  const { outcome, threepid, deletion, threepids } = context;
  return outcome === 'removed'
    ? { type: outcome, threepid, unbindResult: deletion?.unbindResult ?? null, threepids }
    : { type: outcome };
}

function isLastOfMedium({ medium }: Threepid, owned: readonly Threepid[]): boolean {
  return owned.filter((listed) => listed.medium === medium).length === 1;
}

const removedIfGone = ifList('isGone', {
  target: 'removed',
  actions: { type: 'keepList', params: outputOf },
});

/** If the list cannot be read, the homeserver's response to `/delete` counts. */
function unread<Target extends string>(target: Target) {
  return [{ guard: 'isDeleted', target: 'removed' }, { target }] as const;
}

/**
 * Removes one threepid from the account. The endpoint has no interactive auth, so the user confirms.
 * Homeservers respond with 200 for removing nothing, so the list decides whether it is gone.
 */
export const removeThreepidMachine = setup({
  types: {} as {
    context: RemoveThreepidContext;
    events: RemoveThreepidEvent;
    input: RemoveThreepidInput;
    output: RemoveThreepidOutput;
    tags: 'removing' | 'reconciling';
  },
  actors: {
    deleteThreepid: placeholder<DeleteResponse, Threepid>(),
    listThreepids: placeholder<ListResponse>(),
  },
  delays: {
    /** How long a homeserver may take to respond. */
    requestTimeout: 30_000,
  },
  guards: {
    isRefused: (_, response: { readonly type: string }) => response.type === 'refused',
    /** Also if another client has removed it already: the list shows whether that is so. */
    isOutcomeUnknown: (_, problem: Problem | null) =>
      isOutcomeUnknown(problem) || problem?.code === 'alreadyRemoved',
    isGone: ({ context: { threepid } }, response: ListResponse) =>
      response.type === 'listed' &&
      !response.threepids.some((listed) => isEqualThreepid(listed, threepid)),
    isListRead: (_, response: ListResponse) => response.type === 'listed',
    isDeleted: ({ context }) => context.deletion !== null,
    isUnlisted: ({ context: { threepid } }, owned: readonly Threepid[]) =>
      !owned.some((listed) => isEqualThreepid(listed, threepid)),
    isUnavailable: ({ context }) => cancelOutcome(context.problem) === 'unavailable',
  },
  actions: {
    keepDeletion: assign({
      deletion: (_, response: DeleteResponse) => (response.type === 'deleted' ? response : null),
    }),
    keepList: assign({
      threepids: (_, response: ListResponse) =>
        response.type === 'listed' ? response.threepids : null,
    }),
    setOutcome: assign({ outcome: (_, outcome: RemoveThreepidOutput['type']) => outcome }),
    setProblem: assign({ problem: (_, problem: Problem | null) => problem }),
    startAttempt: assign({ problem: null, deletion: null }),
    /** Another one may have become the last of its medium. */
    adoptOwned: assign({
      isLast: ({ context }, owned: readonly Threepid[]) => isLastOfMedium(context.threepid, owned),
    }),
  },
}).createMachine({
  id: 'removeThreepid',
  context: ({ input: { threepid, owned } }) => ({
    threepid,
    isLast: isLastOfMedium(threepid, owned),
    problem: null,
    deletion: null,
    threepids: null,
    outcome: 'cancelled',
  }),
  output: ({ context }) => removeOutput(context),
  initial: 'confirming',
  on: {
    'list.change': { actions: { type: 'adoptOwned', params: ({ event }) => event.owned } },
  },
  states: {
    confirming: {
      on: {
        // Another client has removed it, so nothing is left to confirm.
        'list.change': {
          guard: { type: 'isUnlisted', params: ({ event }) => event.owned },
          target: 'cancelled',
        },
        'removal.confirm': { target: 'removing', actions: 'startAttempt' },
        'flow.cancel': [{ guard: 'isUnavailable', target: 'unavailable' }, { target: 'cancelled' }],
      },
    },

    removing: {
      tags: 'removing',
      invoke: {
        id: 'deleteThreepid',
        src: 'deleteThreepid',
        input: ({ context }) => context.threepid,
        onDone: [
          {
            guard: { type: 'isOutcomeUnknown', params: problemOfOutput },
            target: 'reconciling',
            actions: { type: 'setProblem', params: problemOfOutput },
          },
          ifRefused('confirming'),
          { target: 'reconciling', actions: { type: 'keepDeletion', params: outputOf } },
        ],
        onError: onUnexpectedError('reconciling'),
      },
      after: onTimeout('reconciling'),
      on: { 'flow.cancel': 'cancelling' },
    },

    reconciling: {
      ...reconcile({
        read: [
          removedIfGone,
          ifList('isListRead', {
            target: 'confirming',
            actions: { type: 'setProblem', params: { code: 'notRemoved' } },
          }),
        ],
        unknown: unread('uncertain'),
      }),
      tags: 'reconciling',
      on: { 'flow.cancel': 'cancelling' },
    },

    /** Neither the response to `/delete` nor the list is known. Every exit reads the list first. */
    uncertain: {
      on: {
        'list.change': {
          guard: { type: 'isUnlisted', params: ({ event }) => event.owned },
          target: 'removed',
        },
        'removal.confirm': 'reconciling',
        'flow.cancel': 'cancelling',
      },
    },

    /** Cancelled during a `/delete`, which may have been carried out. */
    cancelling: {
      ...reconcile({
        read: [removedIfGone, ifList('isListRead', { target: 'cancelled' })],
        unknown: unread('unsettled'),
      }),
      tags: 'reconciling',
    },

    removed: { type: 'final', entry: { type: 'setOutcome', params: 'removed' } },
    cancelled: { type: 'final' },
    unavailable: { type: 'final', entry: { type: 'setOutcome', params: 'unavailable' } },
    unsettled: { type: 'final', entry: { type: 'setOutcome', params: 'unsettled' } },
  },
});
