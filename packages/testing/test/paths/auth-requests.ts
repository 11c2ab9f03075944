import { Secret } from '@threepid/core';
import type { AddingSight } from './adding-order.ts';
import type { Adding, AddingCircumstances } from './adding.ts';
import { but } from './reality.ts';

type AddAnswering = NonNullable<AddingCircumstances['answers']['addThreepid']>;
export type AddCase = ReturnType<AddAnswering>[number];

export const PASSWORD = 'm.login.password';
export const SINGLE_SIGN_ON = 'm.login.sso';
/** The one stage that the app does itself. */
export const CAPTCHA = 'm.login.recaptcha';
const DUMMY = 'm.login.dummy';

type Flows = readonly (readonly string[])[];

function authRequired(flows: Flows, details: { completed?: string[]; session?: string } = {}) {
  const { completed = [], session = 'session' } = details;
  return {
    type: 'authRequired',
    auth: { session: new Secret(session), flows, completed, params: {} },
    stageFailed: false,
  } as const;
}

/** The answer to the `/add` in flight, in its own session. */
function give({ asked, give }: Adding, flows: Flows, more: object = {}) {
  const { session = 'a session' } = asked()?.auth ?? {};
  return give({
    status: 401,
    body: { session, flows: flows.map((stages) => ({ stages })), ...more },
  });
}

/** What a person sees where nothing can be done any more but to go back. */
export const deadEnd = {
  step: 'authUnsupported',
  busy: null,
  problem: 'authEndless',
  isOpen: false,
} as const;

/** Nobody said yet who they are: the homeserver asks for their password. */
export const passwordAsked: AddCase = asked(
  'password asked',
  [[PASSWORD]],
  but({ step: 'authenticating' }),
);

/** Or for something else. */
export const otherwiseAsked: readonly AddCase[] = [
  asked('single sign-on asked', [[SINGLE_SIGN_ON]], but({ step: 'authFallback' })),
  asked('captcha asked', [[CAPTCHA]], but({ step: 'authHandled' })),
  asked(
    'choice offered',
    [[SINGLE_SIGN_ON], [CAPTCHA], [PASSWORD], [SINGLE_SIGN_ON, PASSWORD]],
    but({ step: 'authChoosing' }),
  ),
  asked('nothing asked', [], (_, { done }) => ({
    step: 'authUnsupported',
    problem: done.silentAsks < 3 ? 'authUnsupported' : 'authEndless',
  })),
  {
    name: 'dummy asked',
    output: authRequired([[DUMMY]]),
    real: {
      make: async (adding) => {
        await begin(adding, [[DUMMY]]);
        adding.goOnAlone();
      },
      sees: (before, { isEndless, proof, done }) =>
        isEndless
          ? deadEnd
          : {
              ...before,
              ...toldAgain(done),
              step: proof,
              busy: 'adding',
              isWatching: false,
            },
    },
  },
];

function asked(
  name: string,
  flows: Flows,
  sees: (before: AddingSight, adding: Adding) => Partial<AddingSight>,
): AddCase {
  return {
    name,
    output: authRequired(flows),
    real: {
      make: (adding) => begin(adding, flows),
      sees: (before, adding) => ({
        ...toldAgain(adding.done),
        ...sees({ ...before, ...toldAgain(adding.done) }, adding),
        busy: null,
        isWatching: false,
      }),
    },
  };
}

/** Whoever said before who they are is told that it counts no more. */
function toldAgain({ isToldAgain }: Adding['done']) {
  return isToldAgain ? ({ problem: 'authRepeated' } as const) : {};
}

async function begin({ stage, done }: Adding, authFlows: Flows) {
  done.isWhole = false;
  done.isToldAgain = done.isSessionless;
  done.isSessionless = false;
  done.stage = null;
  done.mayChoose = authFlows.length > 1;
  await stage.while({ authFlows }, () => stage.answer());
}

/** As a homeserver does that does not know the session any more. */
export const passwordAskedAgain: AddCase = {
  name: 'password asked again',
  output: authRequired([[PASSWORD]], { session: 'another session' }),
  real: {
    make: async ({ stage, done, askAnew, authenticated }) => {
      authenticated(false);
      done.isWhole = false;
      await stage.answer(await askAnew());
    },
    sees: () => ({ step: 'authenticating', busy: null, problem: 'authRepeated' }),
  },
};

export const wrongPassword: AddCase = {
  name: 'wrong password',
  output: { ...authRequired([[PASSWORD]]), stageFailed: true },
  real: {
    make: ({ stage }) => stage.answer(),
    sees: but({ busy: null, problem: 'passwordWrong' }),
  },
};

/** The password was right, and is not all. */
export const singleSignOnAskedNext: AddCase = {
  name: 'single sign-on asked next',
  output: authRequired([[PASSWORD, SINGLE_SIGN_ON]], { completed: [PASSWORD] }),
  real: {
    make: (adding) => {
      adding.done.stage = null;
      return give(adding, [[PASSWORD, SINGLE_SIGN_ON]], { completed: [PASSWORD] });
    },
    sees: () => ({ step: 'authFallback', busy: null, problem: null }),
  },
};

/** As Dendrite does: it has all that it wants, and wants it. */
export const wholeFlowAsked: AddCase = {
  name: 'whole flow asked again',
  output: authRequired([[PASSWORD]], { completed: [PASSWORD] }),
  real: {
    make: async (adding) => {
      const { done } = adding;
      adding.goOnAlone();
      done.isToldAgain = done.isAuthenticated || done.isWhole;
      done.isWhole = true;
      adding.authenticated(false);
      await give(adding, [[PASSWORD]], { completed: [PASSWORD] });
    },
    sees: (before, { done, isEndless, proof }) =>
      isEndless
        ? deadEnd
        : {
            problem: before.problem,
            ...toldAgain(done),
            step: proof,
            busy: 'adding',
            isWatching: false,
          },
  },
};

/** The homeserver did not see that the person did what they say. */
export const notCompleted: AddCase = {
  name: 'not completed',
  output: authRequired([[SINGLE_SIGN_ON]]),
  real: {
    make: (adding) => {
      const { done } = adding;
      done.isWhole = false;
      if (done.stage !== SINGLE_SIGN_ON) done.stage = null;
      return give(adding, [[SINGLE_SIGN_ON]], { completed: [] });
    },
    sees: (_, { done }) => ({
      step: 'authFallback',
      busy: null,
      problem: done.stage === null ? 'authRepeated' : 'authNotCompleted',
      isWatching: false,
    }),
  },
};

export const captchaWrong: AddCase = {
  name: 'captcha wrong',
  output: { ...authRequired([[CAPTCHA]]), stageFailed: true },
  real: {
    make: (adding) => give(adding, [[CAPTCHA]], { completed: [], errcode: 'M_UNAUTHORIZED' }),
    sees: but({ step: 'authHandled', busy: null, problem: 'authStageFailed' }),
  },
};

/** The homeserver does not count what nobody has to do anything for. */
export const dummyNotCounted: AddCase = {
  name: 'dummy not counted',
  output: authRequired([[DUMMY]]),
  real: {
    make: async (adding) => {
      adding.goOnAlone();
      await give(adding, [[DUMMY]], { completed: [] });
    },
    sees: (before, { isEndless }) => (isEndless ? deadEnd : { ...before, problem: 'authRepeated' }),
  },
};

/** The screen on which a person said who they are, by the stage. */
export function screenOf(stage: string | null): AddingSight['step'] {
  if (stage === CAPTCHA) return 'authHandled';
  return stage === PASSWORD ? 'authenticating' : 'authFallback';
}
