import {
  initialContext,
  outputOf,
  tokenRequestIn,
  tokenSubmissionIn,
} from './add-threepid-model.ts';
import { addThreepidSetup } from './add-threepid-setup.ts';
import { askingToAdd } from './asking-to-add.ts';
import { authenticating } from './interactive-auth.ts';
import { again, answerOf, refusalOf, refused, repeating, surprised } from './request.ts';
import { validating } from './validating.ts';

/**
 * Adds one email address or phone number to the account: a token is sent to it, the person proves
 * that they read it and who they are, the homeserver adds it.
 *
 * The fork is the homeserver's answer, not the medium: with a `submit_url` the person types the
 * token, without one the mail has a link. Homeservers check the password before the link, so an
 * authentication that came too early is kept, and from then on `/add` is asked by itself.
 */
export const addThreepidMachine = addThreepidSetup.createMachine({
  id: 'addThreepid',
  context: ({ input }) => initialContext(input),
  output: ({ context }) => outputOf(context),
  initial: 'starting',
  on: {
    'list.change': { actions: { type: 'adoptOwned', params: ({ event }) => event.owned } },
  },
  states: {
    starting: {
      always: [{ guard: 'isResumed', target: 'validating' }, { target: 'editing' }],
    },

    editing: {
      on: {
        'address.submit': [
          { guard: 'isMalformed', actions: 'keepTyped' },
          { guard: 'isAlreadySent', target: 'validating', actions: 'keepTyped' },
          { guard: 'isEntryAgain', target: 'requestingToken', actions: 'keepTyped' },
          {
            target: 'requestingToken',
            actions: ['forgetPending', 'keepTyped', 'adoptEntry', 'drawClientSecret'],
          },
        ],
        'flow.cancel': 'cancelled',
      },
    },

    requestingToken: {
      ...repeating(
        {
          id: 'requestToken',
          src: 'requestToken',
          input: tokenRequestIn,
          onDone: [
            again('mayRequestAgain'),
            refused('#addThreepid.editing'),
            {
              target: '#addThreepid.validating',
              actions: { type: 'adoptSession', params: answerOf },
            },
          ],
          onError: surprised('#addThreepid.editing'),
        },
        '#addThreepid.editing',
      ),
      on: { 'flow.cancel': 'cancelled' },
    },

    validating,

    /** The token was accepted; what is missing is the addition itself. */
    validated: {
      on: {
        'list.change': {
          guard: { type: 'isOwned', params: ({ event }) => event.owned },
          target: 'added',
        },
        'validation.continue': { target: 'adding', actions: 'clearProblem' },
        'address.edit': { target: 'editing', actions: 'clearProblem' },
        'flow.cancel': 'cancelled',
      },
    },

    resendingToken: {
      ...repeating(
        {
          id: 'requestToken',
          src: 'requestToken',
          input: tokenRequestIn,
          onDone: [
            again('mayRequestAgain'),
            {
              target: '#addThreepid.validating',
              actions: [
                { type: 'adoptSession', params: answerOf },
                { type: 'delayResend', params: refusalOf },
                { type: 'tell', params: refusalOf },
              ],
            },
          ],
          onError: surprised('#addThreepid.validating'),
        },
        '#addThreepid.validating',
      ),
      on: { 'flow.cancel': 'cancelled' },
    },

    submittingToken: {
      ...repeating(
        {
          id: 'submitToken',
          src: 'submitToken',
          input: tokenSubmissionIn,
          onDone: [
            again('mayRepeat'),
            refused('#addThreepid.validating'),
            { target: '#addThreepid.adding', actions: ['acceptToken', 'keepPending'] },
          ],
          onError: surprised('#addThreepid.validating'),
        },
        '#addThreepid.validating',
      ),
      exit: 'forgetToken',
      on: { 'flow.cancel': 'cancelled' },
    },

    adding: askingToAdd,

    /** What each answer to `/add` leads to, whether it came with a password or without. */
    answered: {
      always: [
        { guard: 'isAdded', target: 'added' },
        {
          guard: 'isAuthLostForGood',
          target: 'authenticating.unsupported',
          actions: 'dropAuth',
        },
        {
          guard: 'isAuthLost',
          target: 'adding',
          actions: [
            'dropAuth',
            'countSilentAsk',
            { type: 'tell', params: { code: 'authRepeated' } },
          ],
        },
        { guard: 'isAuthRequired', target: 'authenticating', actions: 'adoptAuth' },
        {
          guard: 'isInUse',
          target: 'editing',
          actions: ['tellAnswer', 'forgetPending', 'dropSession'],
        },
        { guard: 'hasAnotherSid', target: 'adding', actions: 'tryAnotherSid' },
        { guard: 'isOutcomeUnknown', target: 'reconciling', actions: 'tellAnswer' },
        { guard: 'isAuthPending', target: 'authenticating', actions: 'tellAnswer' },
        { target: 'validating', actions: 'tellAnswer' },
      ],
    },

    authenticating,

    /** Nobody knows whether the last `/add` was carried out: the list does. */
    reconciling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          { guard: { type: 'isListed', params: answerOf }, target: 'added' },
          { target: 'validating' },
        ],
        onError: 'validating',
      },
      after: { requestTimeout: 'validating' },
      on: { 'flow.cancel': 'cancelling' },
    },

    /** Cancelled while an `/add` was under way: it may have been carried out. */
    cancelling: {
      invoke: {
        id: 'listThreepids',
        src: 'listThreepids',
        onDone: [
          { guard: { type: 'isListed', params: answerOf }, target: 'added' },
          { guard: { type: 'isRefused', params: answerOf }, target: 'unsettled' },
          { target: 'cancelled' },
        ],
        onError: 'unsettled',
      },
      after: { requestTimeout: 'unsettled' },
    },

    added: {
      type: 'final',
      entry: [{ type: 'keepOutcome', params: 'added' }, 'forgetPending'],
    },

    cancelled: {
      type: 'final',
      entry: 'forgetPending',
    },

    /** Cancelled, and the list could not be read: whoever keeps it reads it again. */
    unsettled: {
      type: 'final',
      entry: [{ type: 'keepOutcome', params: 'unsettled' }, 'forgetPending'],
    },
  },
});
