import { addRequestOf } from './add-threepid-model.ts';
import { addThreepidSetup } from './add-threepid-setup.ts';
import { answerOf, late, surprised } from './request.ts';

/** Out of a stage that waits for the person; while a request is under way there is only cancelling. */
const waysOut = {
  'auth.cancel': { target: '#addThreepid.validating', actions: ['dropAuth', 'clearProblem'] },
  'address.edit': { target: '#addThreepid.editing', actions: ['dropAuth', 'clearProblem'] },
  'flow.cancel': '#addThreepid.cancelled',
} as const;

/**
 * The person proves who they are, because the homeserver answered `/add` with 401 and the stages it
 * wants (specification, "User-Interactive Authentication API"). A compound state of
 * `addThreepidMachine`, so that one graph shows both and one set of paths walks both.
 */
export const authenticating = addThreepidSetup.createStateConfig({
  initial: 'choosing',
  states: {
    choosing: {
      always: [{ guard: 'isPasswordNext', target: 'password' }, { target: 'unsupported' }],
    },
    password: {
      on: {
        ...waysOut,
        'auth.submit': [
          {
            guard: { type: 'isEmpty', params: ({ event }) => event.password },
            actions: { type: 'tell', params: { code: 'passwordEmpty' } },
          },
          { target: 'submitting', actions: 'clearProblem' },
        ],
      },
    },
    /** The password lives in the request alone, and is gone with it. */
    submitting: {
      invoke: {
        id: 'addThreepid',
        src: 'addThreepid',
        input: ({ context, event }) => addRequestOf(context, event),
        onDone: {
          target: '#addThreepid.answered',
          actions: { type: 'keepAnswer', params: answerOf },
        },
        onError: surprised('#addThreepid.reconciling'),
      },
      after: late('#addThreepid.reconciling'),
      on: { 'flow.cancel': '#addThreepid.cancelling' },
    },
    /** The homeserver wants a stage that is not a password. */
    unsupported: {
      entry: { type: 'tell', params: { code: 'authUnsupported' } },
      on: waysOut,
    },
  },
});
