import { Secret, type Medium } from '@threepid/core';
import type { Adding, AddingCircumstances } from './adding.ts';
import { WRONG } from './adding.ts';
import { but, refused } from './reality.ts';

type AddAnswering = NonNullable<AddingCircumstances['answers']['addThreepid']>;
type AddCase = ReturnType<AddAnswering>[number];
type AddRequest = Parameters<AddAnswering>[0];

const PASSWORD = 'm.login.password';

/** What a homeserver answers to `/add`: with no interactive auth, with its session, or with a password. */
export function addAnswers(medium: Medium, { sid, auth }: AddRequest): readonly AddCase[] {
  const validation = sid.reveal() === 'another-sid' ? newerNotValidated() : notValidated(medium);
  const whatever = [added, validation, anotherStageAsked, inUse(medium), limited, answerLost];
  if (auth === null) return [passwordAsked, ...whatever];
  if (auth.password === null) return [...whatever, sessionUnknown, passwordAskedAgain];
  if (auth.password.value.reveal() === WRONG) return [wrongPassword];
  return [...whatever, sessionUnknown];
}

function authRequired(stages: readonly string[], stageFailed = false) {
  const auth = { session: new Secret('session'), flows: [stages], completed: [] };
  return { type: 'authRequired', auth, stageFailed } as const;
}

const added: AddCase = {
  name: 'added',
  output: { type: 'added' },
  real: {
    make: async ({ stage, threepid, asked, validate }) => {
      await validate();
      if (asked()?.auth !== undefined) return stage.answer();
      // A homeserver without interactive auth.
      stage.putOnAccount(threepid);
      return stage.answer({ status: 200, body: {} });
    },
    sees: () => ({ step: 'added', busy: null, end: 'added' }),
  },
};

/** The homeserver's own answer, where it would not ask for authentication or add the address. */
function notValidated(medium: Medium): AddCase {
  return {
    name: 'not validated',
    output: refused({ code: 'notValidated', medium }),
    real: {
      make: ({ stage, done, asked, authenticated, isUnopened, give }) => {
        done.isTokenAccepted = false;
        authenticated(asked()?.auth !== undefined);
        return isUnopened() && asked()?.auth !== undefined
          ? stage.answer()
          : give({ status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } });
      },
      sees: (_, { proof }) => ({
        step: proof,
        busy: null,
        problem: medium === 'email' ? 'notValidated' : 'sessionExpired',
      }),
    },
  };
}

/** Of two sessions the newer one was asked about; it is the older one whose link was opened. */
function newerNotValidated(): AddCase {
  const { output, real } = notValidated('email');
  return {
    name: 'newer session not validated',
    output,
    real: {
      ...real,
      sees: ({ busy, isWatching }) => ({
        step: 'validatingByLink',
        busy: isWatching || busy === 'authenticating' ? 'checking' : 'adding',
      }),
    },
  };
}

const passwordAsked: AddCase = {
  name: 'password asked',
  output: authRequired([PASSWORD]),
  real: {
    make: ({ stage }) => stage.answer(),
    sees: (before) => ({ ...before, step: 'authenticating', busy: null, isWatching: false }),
  },
};

/** As a homeserver does that does not know the session any more. */
const passwordAskedAgain: AddCase = {
  name: 'password asked again',
  output: authRequired([PASSWORD]),
  real: {
    make: async ({ stage, askAnew, authenticated }) => {
      authenticated(false);
      await stage.answer(await askAnew());
    },
    sees: () => ({ step: 'authenticating', busy: null, problem: 'authRepeated' }),
  },
};

const wrongPassword: AddCase = {
  name: 'wrong password',
  output: authRequired([PASSWORD], true),
  real: {
    make: ({ stage }) => stage.answer(),
    sees: but({ busy: null, problem: 'passwordWrong' }),
  },
};

const anotherStageAsked: AddCase = {
  name: 'another stage asked',
  output: authRequired(['m.login.sso']),
  real: {
    make: (adding) => {
      const { password, session } = adding.asked()?.auth ?? {};
      if (password === undefined) return withoutPasswordLogin(adding);
      const flows = [{ stages: [PASSWORD, 'm.login.sso'] }];
      return adding.give({ status: 401, body: { session, flows, completed: [PASSWORD] } });
    },
    sees: () => ({ step: 'authUnsupported', busy: null, problem: 'authUnsupported' }),
  },
};

function withoutPasswordLogin({ stage }: Adding) {
  return stage.while({ passwordLogin: false }, () => stage.answer());
}

/** As Synapse answers where it has forgotten the session. */
const sessionUnknown: AddCase = {
  name: 'session unknown',
  output: refused({ code: 'authRefused' }),
  real: {
    make: ({ give, authenticated }) => {
      authenticated(false);
      return give({ status: 400, body: { errcode: 'M_UNKNOWN' } });
    },
    sees: (_, { proof }) => ({ step: proof, busy: 'adding', problem: 'authRepeated' }),
  },
};

/** Refused, and nothing said of who the person is: whoever was asked for a password is asked again. */
const limited: AddCase = {
  name: 'limited',
  output: refused({ code: 'rateLimited', until: 0 }),
  real: {
    make: ({ asked, authenticated, give, done }) => {
      authenticated(done.isAuthenticated || asked()?.auth === undefined);
      return give({ status: 429, body: { errcode: 'M_LIMIT_EXCEEDED' } });
    },
    sees: (_, { done, proof }) => ({
      step: done.isAuthenticated ? proof : 'authenticating',
      busy: null,
      problem: 'rateLimited',
    }),
  },
};

function inUse(medium: Medium): AddCase {
  return {
    name: 'in use',
    output: refused({ code: 'inUse', medium }),
    real: {
      make: ({ done, authenticated, give }) => {
        authenticated(false);
        done.isSent = false;
        done.isTokenAccepted = false;
        return give({ status: 400, body: { errcode: 'M_THREEPID_IN_USE' } });
      },
      sees: () => ({ step: 'editing', busy: null, problem: 'inUse' }),
    },
  };
}

/** Carried out, but nobody hears of it. */
const answerLost: AddCase = {
  name: 'answer lost',
  output: refused({ code: 'network' }),
  real: {
    make: async ({ carryOut, give }) => {
      carryOut();
      await give('connectionLost');
    },
    sees: (_, { proof }) => ({ step: proof, busy: 'reconciling', problem: 'network' }),
  },
};
