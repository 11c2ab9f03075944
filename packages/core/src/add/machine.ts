import {
  ifRefused,
  onTimeout,
  onUnexpectedError,
  outputOf as output,
  problemOfOutput,
} from '../machine-parts/request.ts';
import { ifList, reconcile } from '../machine-parts/reconcile.ts';
import { ifRetryable, retryable } from '../machine-parts/retryable.ts';
import {
  addPayloadOf,
  initialContext,
  outputOf,
  tokenRequestOf,
  tokenSubmissionOf,
} from './context.ts';
import { addThreepidSetup } from './setup.ts';

/** Ends the addition when a list contains the address, because another client or tab has added it. */
const addedIfListed = {
  'list.change': {
    guard: { type: 'isOwned', params: ({ event }) => event.owned },
    target: '#addThreepid.added',
  },
} as const satisfies NonNullable<Parameters<typeof addThreepidSetup.createStateConfig>[0]['on']>;

/** Leaving a request that may be carried out anyway: the list shows whether it was. */
const cancelAfterList = { 'flow.cancel': '#addThreepid.cancelling' } as const;

const editAddress = {
  'address.edit': { target: '#addThreepid.editing', actions: ['dropAuth', 'startAttempt'] },
} as const;

/** The user, or their mail, has to prove the address. */
const validating = addThreepidSetup.createStateConfig({
  type: 'parallel',
  entry: 'keepPending',
  on: {
    ...addedIfListed,
    'address.edit': { target: '#addThreepid.editing', actions: 'startAttempt' },
  },
  states: {
    proof: {
      initial: 'waitingForLink',
      states: {
        waitingForLink: {
          always: [
            { guard: 'isOnAccount', target: '#addThreepid.added' },
            { guard: 'isTokenAccepted', target: '#addThreepid.validated' },
            { guard: 'needsToken', target: 'enteringToken' },
            { guard: 'isPolling', target: 'polling' },
          ],
          on: {
            'validation.continue': { target: '#addThreepid.adding', actions: 'startAttempt' },
          },
        },

        enteringToken: {
          on: {
            'token.submit': [
              {
                guard: { type: 'isEmpty', params: ({ event }) => event.token },
                actions: { type: 'setProblem', params: { code: 'tokenEmpty' } },
              },
              {
                target: '#addThreepid.submittingToken',
                actions: ['startAttempt', { type: 'setToken', params: ({ event }) => event.token }],
              },
            ],
          },
        },

        /** The user has authenticated, so `/add` with the session shows whether the link was opened. */
        polling: {
          initial: 'waiting',
          states: {
            waiting: {
              invoke: { id: 'watchPage', src: 'watchPage' },
              on: {
                'page.return': { target: 'requesting', actions: 'countLinkCheck' },
                'validation.continue': { target: 'requesting.visible', actions: 'startAttempt' },
              },
              after: {
                pollInterval: {
                  guard: 'mayCheckAgain',
                  target: 'requesting',
                  actions: 'countLinkCheck',
                },
              },
            },

            requesting: {
              invoke: {
                id: 'addThreepid',
                src: 'addThreepid',
                input: ({ context }) => ({
                  payload: addPayloadOf(context),
                  auth: context.auth && { session: context.auth.session, proof: null },
                }),
                onDone: [
                  { guard: { type: 'isAdded', params: output }, target: '#addThreepid.added' },
                  {
                    guard: { type: 'needsList', params: output },
                    target: '#addThreepid.reconciling',
                    actions: { type: 'setProblemFromOutput', params: output },
                  },
                  // A poll changes no screen: the user authenticates again when they continue.
                  {
                    guard: { type: 'isAuthLost', params: output },
                    target: '#addThreepid.validating.proof.waitingForLink',
                    actions: ['dropAuth', { type: 'setProblem', params: { code: 'authRepeated' } }],
                  },
                  { guard: { type: 'isNotValidated', params: output }, target: 'waiting' },
                  {
                    target: '#addThreepid.validating.proof.waitingForLink',
                    actions: { type: 'setProblemFromOutput', params: output },
                  },
                ],
                onError: onUnexpectedError('#addThreepid.reconciling'),
              },
              after: onTimeout('#addThreepid.reconciling'),
              on: cancelAfterList,
              initial: 'silent',
              states: {
                silent: {
                  // The running request becomes the user's own, so that no second one is sent.
                  on: { 'validation.continue': { target: 'visible', actions: 'startAttempt' } },
                },
                visible: {
                  tags: 'checking',
                  on: {
                    'xstate.done.actor.addThreepid': [
                      {
                        guard: { type: 'isAuthLost', params: output },
                        target: '#addThreepid.adding',
                        actions: { type: 'adoptChallenge', params: output },
                      },
                      {
                        guard: { type: 'isNotValidated', params: output },
                        target: '#addThreepid.validating.proof.polling.waiting',
                        actions: { type: 'setProblemFromOutput', params: output },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      },
    },

    /** When another mail or text may be requested. */
    resend: {
      initial: 'coolingDown',
      states: {
        coolingDown: {
          always: { guard: 'isResendSpent', target: 'spent' },
          invoke: {
            id: 'waitUntil',
            src: 'waitUntil',
            input: ({ context }) => context.session?.resendAt ?? 0,
            onDone: { target: 'ready', actions: 'setOverdue' },
            onError: { target: 'ready', actions: 'setOverdue' },
          },
        },
        ready: {
          on: {
            'token.resend': { target: '#addThreepid.resendingToken', actions: 'startAttempt' },
          },
        },
        spent: {
          invoke: {
            id: 'waitUntil',
            src: 'waitUntil',
            input: ({ context }) => context.session?.resendAt ?? 0,
            onDone: { actions: 'setOverdue' },
            onError: { actions: 'setOverdue' },
          },
        },
      },
    },
  },
});

/** `POST /account/3pid/add`, with interactive auth. */
const adding = addThreepidSetup.createStateConfig({
  initial: 'requesting',
  invoke: {
    id: 'interactiveAuth',
    src: 'interactiveAuth',
    input: ({ context, event, self }) => {
      const isAfterPoll = event.type === 'xstate.done.actor.addThreepid';
      return {
        elementId: self.id,
        userId: context.userId,
        payload: addPayloadOf(context),
        auth: context.auth,
        isChallenged: isAfterPoll && context.auth !== null,
        problem: isAfterPoll ? { code: 'authRepeated' } : null,
      };
    },
    onSnapshot: [
      // The list may have arrived while the request was in progress.
      {
        guard: { type: 'isListedAlready', params: ({ event }) => event.snapshot },
        target: 'added',
      },
      {
        guard: { type: 'isWaitingForUser', params: ({ event }) => event.snapshot },
        target: '.authenticating',
      },
      {
        guard: { type: 'isSubmitting', params: ({ event }) => event.snapshot },
        target: '.submitting',
      },
    ],
    onDone: [
      { guard: { type: 'isAdded', params: output }, target: 'added' },
      {
        guard: { type: 'isAuthCancelled', params: output },
        target: 'validating',
        actions: 'dropAuth',
      },
      {
        guard: { type: 'needsList', params: output },
        target: 'reconciling',
        actions: [
          { type: 'keepAuth', params: output },
          { type: 'setProblemFromOutput', params: output },
        ],
      },
      {
        target: 'validating',
        actions: [
          { type: 'keepAuth', params: output },
          { type: 'setProblemFromOutput', params: output },
        ],
      },
    ],
    onError: onUnexpectedError('#addThreepid.reconciling'),
  },
  states: {
    requesting: { tags: 'adding', on: cancelAfterList },
    authenticating: { on: { ...addedIfListed, ...editAddress } },
    submitting: { tags: 'authenticating', on: cancelAfterList },
  },
});

/** Only the list shows whether the last `/add` was carried out, or whose an address in use is. */
const reconciling = addThreepidSetup.createStateConfig({
  initial: 'reading',
  on: cancelAfterList,
  states: {
    reading: {
      ...reconcile({
        read: [
          ifList('isListed', { target: '#addThreepid.added' }),
          ifList('isAddressRefused', {
            target: '#addThreepid.editing',
            actions: ['forgetPending', 'dropSession'],
          }),
          ifList('isListRead', { target: '#addThreepid.validating' }),
        ],
        unknown: [{ target: 'uncertain' }],
      }),
      tags: 'reconciling',
    },

    /** The list could not be read either. Every way on reads it first, so that nothing is added twice. */
    uncertain: {
      invoke: { id: 'watchPage', src: 'watchPage' },
      on: {
        ...addedIfListed,
        'page.return': 'reading',
        'validation.continue': 'reading',
      },
    },
  },
});

/**
 * Adds one email address or phone number to the account: the homeserver sends a token to it, the user
 * proves that they read it and who they are, and the homeserver adds it.
 *
 * The fork is the homeserver's response, not the medium: with a `submit_url` the user types the token,
 * without one the mail has a link. Homeservers check the password before the link, so an early
 * authentication is kept, and from then on `/add` is repeated automatically.
 */
export const addThreepidMachine = addThreepidSetup.createMachine({
  id: 'addThreepid',
  context: ({ input }) => initialContext(input),
  output: ({ context }) => outputOf(context),
  initial: 'editing',
  on: {
    'list.change': { actions: { type: 'adoptOwned', params: ({ event }) => event.owned } },
    'flow.cancel': [{ guard: 'isUnavailable', target: '.unavailable' }, { target: '.cancelled' }],
  },
  states: {
    editing: {
      on: {
        'validation.resume': { target: 'validating', actions: 'adoptPending' },
        'address.submit': [
          { guard: 'isMalformed', actions: 'keepTyped' },
          {
            guard: 'isAlreadySent',
            target: 'validating',
            actions: ['keepTyped', 'dropDraft'],
          },
          { guard: 'isDraftAgain', target: 'requestingToken', actions: 'keepTyped' },
          {
            target: 'requestingToken',
            actions: ['keepTyped', 'startDraft', 'generateClientSecret'],
          },
        ],
      },
    },

    requestingToken: {
      ...retryable(
        {
          id: 'requestToken',
          src: 'requestToken',
          input: tokenRequestOf,
          onDone: [
            ifRetryable('isTokenRequestRetryable'),
            ifRefused('#addThreepid.editing'),
            // Only now does the mail to an earlier address stop counting.
            {
              target: '#addThreepid.validating',
              actions: ['forgetPending', { type: 'adoptSession', params: output }],
            },
          ],
          onError: onUnexpectedError('#addThreepid.editing'),
        },
        '#addThreepid.editing',
      ),
      tags: 'requestingToken',
    },

    validating,

    resendingToken: {
      ...retryable(
        {
          id: 'requestToken',
          src: 'requestToken',
          input: tokenRequestOf,
          onDone: [
            ifRetryable('isTokenRequestRetryable'),
            // The address may have been added in the meantime, which makes it "in use".
            {
              guard: { type: 'isAddressProblem', params: problemOfOutput },
              target: '#addThreepid.reconciling',
              actions: { type: 'setProblem', params: problemOfOutput },
            },
            {
              guard: { type: 'isRefused', params: output },
              target: '#addThreepid.validating',
              actions: [
                { type: 'delayResend', params: problemOfOutput },
                { type: 'setProblem', params: problemOfOutput },
              ],
            },
            {
              target: '#addThreepid.validating',
              actions: { type: 'adoptSession', params: output },
            },
          ],
          onError: onUnexpectedError('#addThreepid.validating'),
        },
        '#addThreepid.validating',
      ),
      tags: 'resendingToken',
    },

    submittingToken: {
      ...retryable(
        {
          id: 'submitToken',
          src: 'submitToken',
          input: tokenSubmissionOf,
          onDone: [
            ifRetryable('isRetryable'),
            ifRefused('#addThreepid.validating'),
            { target: '#addThreepid.adding', actions: ['acceptToken', 'keepPending'] },
          ],
          onError: onUnexpectedError('#addThreepid.validating'),
        },
        '#addThreepid.validating',
      ),
      tags: 'submittingToken',
      exit: 'clearToken',
    },

    /** The token was accepted; only `/add` is missing. */
    validated: {
      on: {
        ...addedIfListed,
        'validation.continue': { target: 'adding', actions: 'startAttempt' },
        'address.edit': { target: 'editing', actions: 'startAttempt' },
      },
    },

    adding,

    reconciling,

    /** Cancelled during an `/add`, which may have been carried out. */
    cancelling: {
      ...reconcile({
        read: [
          ifList('isListed', { target: 'added' }),
          ifList('isListRead', { target: 'cancelled' }),
        ],
        unknown: [{ target: 'unsettled' }],
      }),
      tags: 'reconciling',
      // Overrides the root's transition: the flow is being cancelled already.
      on: { 'flow.cancel': {} },
    },

    added: { type: 'final', entry: [{ type: 'setOutcome', params: 'added' }, 'forgetPending'] },
    cancelled: { type: 'final', entry: 'forgetPending' },
    unavailable: {
      type: 'final',
      entry: [{ type: 'setOutcome', params: 'unavailable' }, 'forgetPending'],
    },
    unsettled: {
      type: 'final',
      entry: [{ type: 'setOutcome', params: 'unsettled' }, 'forgetPending'],
    },
  },
});
