import { addThreepidSetup } from './add-threepid-setup.ts';

/**
 * Somebody else has to act: the person, in their mail or on their phone. A compound state of
 * `addThreepidMachine`: what proves the address, beside when another mail or text may be asked for.
 */
export const validating = addThreepidSetup.createStateConfig({
  type: 'parallel',
  entry: 'keepPending',
  on: {
    'list.change': {
      guard: { type: 'isOwned', params: ({ event }) => event.owned },
      target: '#addThreepid.added',
    },
    'address.edit': { target: '#addThreepid.editing', actions: 'clearProblem' },
    'flow.cancel': '#addThreepid.cancelled',
  },
  states: {
    proof: {
      initial: 'choosing',
      states: {
        choosing: {
          always: [
            { guard: 'isTokenAccepted', target: '#addThreepid.validated' },
            { guard: 'needsToken', target: 'token' },
            { guard: 'isWatching', target: 'watchedLink' },
            { target: 'link' },
          ],
        },
        token: {
          on: {
            'token.submit': [
              {
                guard: { type: 'isEmpty', params: ({ event }) => event.token },
                actions: { type: 'tell', params: { code: 'tokenEmpty' } },
              },
              {
                target: '#addThreepid.submittingToken',
                actions: [
                  'clearProblem',
                  { type: 'keepToken', params: ({ event }) => event.token },
                ],
              },
            ],
          },
        },
        link: {
          on: {
            'validation.continue': { target: '#addThreepid.adding', actions: 'clearProblem' },
          },
        },
        /** Authenticated already, so the address is added as soon as the link was clicked. */
        watchedLink: {
          invoke: { id: 'watchPage', src: 'watchPage' },
          on: {
            'validation.continue': { target: '#addThreepid.adding', actions: 'clearProblem' },
            'page.return': { target: '#addThreepid.adding', actions: 'countCheck' },
          },
          after: {
            checkInterval: {
              guard: 'mayCheckAgain',
              target: '#addThreepid.adding',
              actions: 'countCheck',
            },
          },
        },
      },
    },
    resend: {
      initial: 'coolingDown',
      states: {
        coolingDown: {
          invoke: {
            id: 'waitUntil',
            src: 'waitUntil',
            input: ({ context }) => context.session?.resendAt ?? 0,
            onDone: { target: 'ready', actions: 'noteOverdue' },
            onError: { target: 'ready', actions: 'noteOverdue' },
          },
        },
        ready: {
          on: {
            'token.resend': {
              guard: 'mayResend',
              target: '#addThreepid.resendingToken',
              actions: 'clearProblem',
            },
          },
        },
      },
    },
  },
});
