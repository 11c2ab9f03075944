import type { Medium } from '@threepid/core';
import { WRONG, type Adding, type AddingCircumstances } from './adding.ts';
import {
  captchaWrong,
  deadEnd,
  dummyNotCounted,
  notCompleted,
  otherwiseAsked,
  passwordAsked,
  passwordAskedAgain,
  PASSWORD,
  screenOf,
  singleSignOnAskedNext,
  wholeFlowAsked,
  wrongPassword,
  type AddCase,
} from './auth-answers.ts';
import { but, refused } from './reality.ts';

type AddRequest = Parameters<NonNullable<AddingCircumstances['answers']['addThreepid']>>[0];

/**
 * What a homeserver answers to `/add`: with no interactive auth, with its session, or with what a stage
 * came to. All that it may ask for is gone through with an email address: with a phone number, whose
 * proof alone is another one, it is the password.
 */
export function addAnswers(medium: Medium, { sid, auth }: AddRequest): readonly AddCase[] {
  const validation = sid.reveal() === 'another-sid' ? newerNotValidated() : notValidated(medium);
  const whatever = [added, validation, inUse(medium), limited, answerLost];
  const isEmail = medium === 'email';
  if (auth === null) {
    return [passwordAsked, ...(isEmail ? otherwiseAsked : []), ...whatever];
  }
  const asked = [...whatever, sessionUnknown];
  const { proof } = auth;
  if (proof === null) {
    return [...asked, passwordAskedAgain, notCompleted, wholeFlowAsked, anotherAccount];
  }
  if (!('password' in proof)) {
    const isDummy = proof.stage === 'm.login.dummy';
    return isDummy ? [...asked, dummyNotCounted] : [...asked, captchaWrong, anotherAccount];
  }
  if (proof.password.reveal() === WRONG) return [wrongPassword, passwordRefused];
  return [...asked, ...(isEmail ? [singleSignOnAskedNext] : []), wholeFlowAsked];
}

const added: AddCase = {
  name: 'added',
  output: { type: 'added' },
  real: {
    make: async ({ stage, threepid, isBelieved, validate }) => {
      await validate();
      if (isBelieved()) return stage.answer();
      // A homeserver without interactive auth, or with one of its own.
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
      make: ({ stage, done, asked, authenticated, isUnopened, isBelieved, give }) => {
        done.isTokenAccepted = false;
        authenticated(asked()?.auth?.session !== undefined);
        return isUnopened() && isBelieved()
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
      sees: (_, { done }) => ({
        step: 'validatingByLink',
        busy: done.isAuthenticated ? 'checking' : 'adding',
      }),
    },
  };
}

/** As Dendrite answers a wrong password in one place. */
const passwordRefused: AddCase = {
  name: 'password refused',
  output: refused({ code: 'passwordWrong' }),
  real: {
    make: ({ done, give }) => {
      done.isSessionless = true;
      return give({ status: 403, body: { errcode: 'M_FORBIDDEN' } });
    },
    sees: but({ busy: null, problem: 'passwordWrong' }),
  },
};

/** Somebody else confirmed it, says the homeserver; or it has forgotten who did. */
const anotherAccount: AddCase = {
  name: 'another account',
  output: refused({ code: 'authRefused' }),
  real: {
    make: async (adding) => {
      const { stage } = adding.done;
      if (stage === null || stage === PASSWORD) forget(adding);
      await adding.give({ status: 403, body: { errcode: 'M_FORBIDDEN' } });
    },
    sees: (_, { done, isEndless, proof }) => {
      if (done.stage !== null) {
        return { step: screenOf(done.stage), busy: null, problem: 'authRefused' };
      }
      return isEndless ? deadEnd : { step: proof, busy: 'adding', problem: 'authRepeated' };
    },
  },
};

/** The person has to say again who they are. */
function forget({ done, authenticated, goOnAlone }: Adding) {
  authenticated(false);
  done.isSessionless = false;
  goOnAlone();
}

/** As Synapse answers where it has forgotten the session. */
const sessionUnknown: AddCase = {
  name: 'session unknown',
  output: refused({ code: 'authExpired' }),
  real: {
    make: (adding) => {
      forget(adding);
      return adding.give({ status: 400, body: { errcode: 'M_UNKNOWN' } });
    },
    sees: (_, { isEndless, proof }) =>
      isEndless ? deadEnd : { step: proof, busy: 'adding', problem: 'authRepeated' },
  },
};

/** Refused, and nothing said of who the person is: whoever was asked for a password is asked again. */
const limited: AddCase = {
  name: 'limited',
  output: refused({ code: 'rateLimited', until: 0 }),
  real: {
    make: ({ give }) => give({ status: 429, body: { errcode: 'M_LIMIT_EXCEEDED' } }),
    sees: (_, { done, proof }) => ({
      step: done.isAuthenticated || done.stage === null ? proof : screenOf(done.stage),
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
        done.isSessionless = false;
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
