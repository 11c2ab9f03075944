import { addThreepidSetup } from './add-threepid-setup.ts';
import { askingToAdd } from './asking-to-add.ts';

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
    submitting: askingToAdd,
    /** The homeserver wants a stage that is not a password. */
    unsupported: {
      entry: { type: 'tell', params: { code: 'authUnsupported' } },
      on: waysOut,
    },
  },
});
