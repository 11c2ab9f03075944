import { authStageOf, stageQuestionOf, type AddThreepidContext } from './add-threepid-model.ts';
import { addThreepidSetup } from './add-threepid-setup.ts';
import { askingToAdd } from './asking-to-add.ts';
import { nextStage, PASSWORD } from './auth-stages.ts';
import { refused, surprised } from './request.ts';

/** Out of what waits for the person; while a request is under way there is only cancelling. */
const waysOut = {
  'address.edit': { target: '#addThreepid.editing', actions: ['dropAuth', 'clearProblem'] },
  'flow.cancel': '#addThreepid.cancelled',
} as const;

const givingUp = {
  target: '#addThreepid.validating',
  actions: ['dropAuth', 'clearProblem'],
} as const;

/** Out of a stage: to the other ones, where there is a choice. */
const waysOutOfStage = {
  ...waysOut,
  'auth.cancel': [
    {
      guard: 'hasChoice',
      target: '#addThreepid.authenticating.offering',
      actions: ['clearProblem', { type: 'keepStage', params: null }],
    },
    givingUp,
  ],
} as const;

const keepStage = {
  type: 'keepStage',
  params: ({ context }: { context: AddThreepidContext }) => nextStage(context.auth),
} as const;

const finishing = {
  target: '#addThreepid.authenticating.checking',
  actions: ['clearProblem', keepStage],
} as const;

/**
 * The person proves who they are, because the homeserver answered `/add` with 401 and the stages it
 * wants (specification, "User-Interactive Authentication API"): one of its flows, the stages of a flow
 * in order. A compound state of `addThreepidMachine`, so that one graph shows both and one set of
 * paths walks both.
 */
export const authenticating = addThreepidSetup.createStateConfig({
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        { guard: 'isEndless', target: 'unsupported' },
        { guard: 'isSilentNext', target: 'completing', actions: 'countSilentAsk' },
        { guard: 'isHandledInVain', target: 'handled.failed' },
        { guard: 'isTried', target: 'fallback.left' },
        { guard: 'mustChoose', target: 'offering' },
        { target: 'beginning' },
      ],
    },
    /** Several stages may come next, and the homeserver leaves it to the person. */
    offering: {
      on: {
        ...waysOut,
        'auth.cancel': givingUp,
        'auth.choose': {
          guard: { type: 'isOffered', params: ({ event }) => event.stage },
          target: 'beginning',
          actions: ['clearProblem', { type: 'keepStage', params: ({ event }) => event.stage }],
        },
      },
    },
    beginning: {
      always: [
        { guard: 'isPasswordNext', target: 'password' },
        { guard: 'isHandled', target: 'handled' },
        { guard: 'hasFallback', target: 'fallback' },
        { target: 'unsupported' },
      ],
    },
    password: {
      on: {
        ...waysOutOfStage,
        'auth.submit': [
          {
            guard: { type: 'isEmpty', params: ({ event }) => event.password },
            actions: { type: 'tell', params: { code: 'passwordEmpty' } },
          },
          {
            target: 'submitting',
            actions: [
              'clearProblem',
              { type: 'keepStage', params: PASSWORD },
              'leaveSpoiltSession',
            ],
          },
        ],
      },
    },
    submitting: askingToAdd,
    /** The person does the stage on a page of the homeserver, in a window that only a click may open. */
    fallback: {
      initial: 'unopened',
      on: {
        ...waysOutOfStage,
        'auth.open': { target: '.opened', reenter: true, actions: 'clearProblem' },
      },
      states: {
        unopened: {},
        opened: {
          invoke: {
            id: 'openFallback',
            src: 'openFallback',
            input: ({ context }) => authStageOf(context),
          },
          on: {
            'popup.block': {
              target: 'unopened',
              actions: { type: 'tell', params: { code: 'popupBlocked' } },
            },
            'auth.finish': finishing,
          },
        },
        /** It was done or closed, and the homeserver did not see it completed. */
        left: { on: { 'auth.finish': finishing } },
      },
    },
    checking: askingToAdd,
    /** The app does the stage. */
    handled: {
      initial: 'answering',
      on: waysOutOfStage,
      states: {
        answering: {
          invoke: {
            id: 'answerStage',
            src: 'answerStage',
            input: ({ context }) => stageQuestionOf(context),
            onDone: [
              refused('failed'),
              {
                target: '#addThreepid.authenticating.handing',
                actions: 'handOver',
              },
            ],
            onError: surprised('failed'),
          },
        },
        failed: {
          on: { 'auth.retry': { target: 'answering', actions: 'clearProblem' } },
        },
      },
    },
    handing: askingToAdd,
    /** What nobody has to do anything for: a dummy stage, or the request after the last stage. */
    completing: askingToAdd,
    /** No stage can be done here, or none is enough. */
    unsupported: {
      entry: 'tellDeadEnd',
      on: { ...waysOut, 'auth.cancel': givingUp },
    },
  },
});
