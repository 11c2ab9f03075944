import { Secret } from '@threepid/core';
import type { interactiveAuthMachine } from '@threepid/core/machines';
import type { OutputCase, PathModel } from '../../src/paths/index.ts';
import {
  CAPTCHA,
  DUMMY,
  OAUTH,
  PASSWORD,
  SINGLE_SIGN_ON,
  WRONG,
  type AuthDriver,
  type AuthProgress,
  type AuthReply,
  type AuthScreen,
} from './auth.ts';
import { but, refused } from './driver.ts';

type RequestOutputs = NonNullable<
  PathModel<typeof interactiveAuthMachine, AuthDriver>['outputs']['request']
>;
export type AuthData = Parameters<RequestOutputs>[0]['auth'];
type AuthResponse = ReturnType<RequestOutputs>[number]['output'];

/** A response that interactive auth itself handles, whatever the endpoint. */
export type AuthCase = OutputCase<Exclude<AuthResponse, { type: 'settled' }>, AuthDriver>;

type Flows = readonly (readonly string[])[];

interface ChallengeDetails {
  readonly completed?: readonly string[];
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly isNewSession?: boolean;
  readonly stageFailed?: boolean;
}

/** A case that depends on the session of the request; null if it has none. */
type CaseOf = (session: Secret | null) => AuthCase;

/** A 401 with flows, as the machine gets it and as the homeserver sends it. */
function challenge(
  name: string,
  flows: Flows,
  details: ChallengeDetails,
  shows: AuthDriver['shows'],
  before: (progress: AuthProgress) => void = () => undefined,
): CaseOf {
  const { completed = [], params = {}, isNewSession = false, stageFailed = false } = details;
  return (known) => ({
    name,
    output: {
      type: 'authRequired',
      challenge: {
        session: known === null || isNewSession ? new Secret(`after ${known?.reveal()}`) : known,
        flows,
        completed,
        params,
      },
      stageFailed,
    },
    driver: {
      make: (subject) => {
        const { progress } = subject;
        before(progress);
        const isComplete = flows.some((stages) =>
          stages.every((stage) => completed.includes(stage)),
        );
        const isLost = isComplete && progress.isFlowComplete;
        progress.mayChoose = flows.length > 1;
        progress.isFlowComplete = isComplete && !isLost;
        if (isNewSession || progress.session === null) {
          progress.sessions += 1;
          progress.session = `session ${progress.sessions}`;
        }
        const body = {
          session: progress.session,
          flows: flows.map((stages) => ({ stages })),
          completed,
          params,
          ...(stageFailed && { errcode: 'M_FORBIDDEN' }),
        };
        if (isLost) progress.session = null;
        return subject.respond({ status: 401, body });
      },
      shows,
    },
  });
}

/** The first challenge, in a session of its own. A problem stays on the screen, such as why it is asked again. */
function firstChallenge(
  name: string,
  flows: Flows,
  shown: Partial<AuthScreen>,
  params: ChallengeDetails['params'] = {},
): CaseOf {
  return challenge(
    name,
    flows,
    { params, isNewSession: true },
    (before) => ({ ...before, isBusy: false, ...shown }),
    startSession,
  );
}

function startSession(progress: AuthProgress): void {
  progress.stage = null;
}

const passwordAsked = firstChallenge('password asked', [[PASSWORD]], { step: 'password' });

const otherChallenges: readonly CaseOf[] = [
  firstChallenge('single sign-on asked', [[SINGLE_SIGN_ON]], { step: 'fallback' }),
  challenge(
    'captcha asked',
    [[CAPTCHA]],
    { isNewSession: true },
    // The handler does not run again before the user acts.
    (before, { progress }) => ({
      ...before,
      step: 'appStage',
      isBusy: false,
      mayRetry: progress.isCaptchaSubmitted,
    }),
    startSession,
  ),
  firstChallenge(
    'OAuth asked',
    [[OAUTH]],
    { step: 'fallback' },
    { [OAUTH]: { url: 'https://account.homeserver.org/' } },
  ),
  firstChallenge(
    'choice offered',
    [[SINGLE_SIGN_ON], [CAPTCHA], [PASSWORD], [SINGLE_SIGN_ON, PASSWORD], [OAUTH]],
    { step: 'choosingStage' },
  ),
  firstChallenge('nothing asked', [], { step: 'unsupported', problem: 'authUnsupported' }),
  challenge('dummy asked', [[DUMMY]], { isNewSession: true }, automatically(), (progress) => {
    startSession(progress);
    progress.automaticRequests += 1;
  }),
];

/** The next request needs no input, unless there were too many of them. */
function automatically(change: Partial<AuthScreen> = {}): AuthDriver['shows'] {
  return (before, { progress }) =>
    progress.automaticRequests > 3
      ? { step: 'unsupported', isBusy: false, problem: 'authEndless' }
      : { ...before, ...change };
}

/** As if the homeserver no longer knew the session. */
const passwordAskedAgain = challenge(
  'password asked again',
  [[PASSWORD]],
  { isNewSession: true },
  () => ({ step: 'password', isBusy: false, problem: 'authRepeated' }),
  startSession,
);

const wrongPassword = challenge(
  'wrong password',
  [[PASSWORD]],
  { stageFailed: true },
  but({ isBusy: false, problem: 'passwordWrong' }),
);

/** The password was right, and another stage follows. */
const singleSignOnAskedNext = challenge(
  'single sign-on asked next',
  [[PASSWORD, SINGLE_SIGN_ON]],
  { completed: [PASSWORD] },
  () => ({ step: 'fallback', isBusy: false, problem: null }),
  (progress) => {
    progress.stage = null;
  },
);

/** As Dendrite responds in some places: every stage is completed, and it still asks. */
const completeFlowAsked = challenge(
  'complete flow asked again',
  [[PASSWORD]],
  { completed: [PASSWORD] },
  (before, subject) => {
    const isLost = subject.progress.session === null;
    return automatically(isLost ? { problem: 'authRepeated' } : {})(before, subject);
  },
  (progress) => {
    progress.stage = null;
    progress.automaticRequests += 1;
  },
);

/** The homeserver did not notice that the user did the stage. */
const notCompleted = challenge(
  'not completed',
  [[SINGLE_SIGN_ON]],
  {},
  (_, { progress }) => ({
    step: 'fallback',
    isBusy: false,
    problem: progress.stage === null ? 'authRepeated' : 'authNotCompleted',
  }),
  (progress) => {
    if (progress.stage !== SINGLE_SIGN_ON) progress.stage = null;
  },
);

const captchaWrong = challenge(
  'captcha wrong',
  [[CAPTCHA]],
  { stageFailed: true },
  but({ step: 'appStage', isBusy: false, problem: 'authStageFailed', mayRetry: true }),
);

/** The homeserver does not accept the dummy stage. */
const dummyNotAccepted = challenge(
  'dummy not accepted',
  [[DUMMY]],
  {},
  automatically({ problem: 'authRepeated' }),
  (progress) => {
    progress.automaticRequests += 1;
  },
);

/** As Dendrite responds to a wrong password in one place. */
const passwordRefused: AuthCase = {
  name: 'password refused',
  output: refused({ code: 'passwordWrong' }),
  driver: {
    make: ({ progress, respond }) => {
      progress.session = null;
      progress.mayChoose = false;
      return respond(error(403, 'M_FORBIDDEN'));
    },
    shows: but({ isBusy: false, problem: 'passwordWrong' }),
  },
};

/** Another account signed on; or the homeserver refuses the session. */
const otherAccount: AuthCase = {
  name: 'other account',
  output: refused({ code: 'authRefused' }),
  driver: {
    make: ({ progress, respond }) => {
      if (progress.stage === null || progress.stage === PASSWORD) loseSession(progress);
      return respond(error(403, 'M_FORBIDDEN'));
    },
    shows: (before, subject) => {
      const { stage } = subject.progress;
      return stage === null
        ? automatically({ problem: 'authRepeated' })(before, subject)
        : { step: screenOf(stage), isBusy: false, problem: 'authRefused' };
    },
  },
};

/** As Synapse responds if it no longer knows the session. */
const sessionUnknown: AuthCase = {
  name: 'session unknown',
  output: refused({ code: 'authExpired' }),
  driver: {
    make: ({ progress, respond }) => {
      loseSession(progress);
      return respond(error(400, 'M_UNKNOWN'));
    },
    shows: automatically({ problem: 'authRepeated' }),
  },
};

/** The user has to authenticate again. */
function loseSession(progress: AuthProgress): void {
  startSession(progress);
  progress.session = null;
  progress.isFlowComplete = false;
  progress.automaticRequests += 1;
}

/** A refusal that says nothing about the stage, so the user may repeat it. */
const limited: AuthCase = {
  name: 'limited',
  output: refused({ code: 'rateLimited', until: 0 }),
  driver: {
    make: ({ respond }) => respond(error(429, 'M_LIMIT_EXCEEDED')),
    shows: (_, { progress: { stage } }) =>
      stage === null
        ? { step: 'refused', isBusy: false, problem: 'rateLimited' }
        : { step: screenOf(stage), isBusy: false, problem: 'rateLimited' },
  },
};

const responseLost: AuthCase = {
  name: 'response lost',
  output: refused({ code: 'network' }),
  driver: {
    make: ({ respond }) => respond('connectionLost'),
    shows: () => ({ step: 'refused', isBusy: false, problem: 'network' }),
  },
};

export function error(status: number, errcode: string): AuthReply {
  return { status, body: { errcode } };
}

/** The screen of a stage. */
function screenOf(stage: string): AuthScreen['step'] {
  if (stage === CAPTCHA) return 'appStage';
  return stage === PASSWORD ? 'password' : 'fallback';
}

/** The responses of interactive auth to a request with this `auth`, for every kind of challenge. */
export function authCases(auth: AuthData): readonly AuthCase[] {
  const session = auth?.session ?? null;
  const challenges = challengesTo(auth).map((caseOf) => caseOf(session));
  return [...challenges, ...refusalsOf(auth)];
}

function challengesTo(auth: AuthData): readonly CaseOf[] {
  if (auth === null) return [passwordAsked, ...otherChallenges];
  const { proof } = auth;
  if (proof === null) return [passwordAskedAgain, notCompleted, completeFlowAsked];
  if ('password' in proof) {
    return proof.password.reveal() === WRONG
      ? [wrongPassword]
      : [singleSignOnAskedNext, completeFlowAsked];
  }
  return [proof.stage === DUMMY ? dummyNotAccepted : captchaWrong];
}

function refusalsOf(auth: AuthData): readonly AuthCase[] {
  if (auth === null) return [limited, responseLost];
  const { proof } = auth;
  const always = [limited, responseLost, sessionUnknown];
  if (proof === null || proof.stage === CAPTCHA) return [...always, otherAccount];
  const isWrong = 'password' in proof && proof.password.reveal() === WRONG;
  return isWrong ? [passwordRefused] : always;
}

/** The same for a homeserver that asks for the password alone. */
export function passwordCases(auth: AuthData): readonly AuthCase[] {
  if (auth === null) return [passwordAsked(null), limited, responseLost];
  const always = [limited, responseLost, sessionUnknown];
  return auth.proof === null
    ? [...always, passwordAskedAgain(auth.session)]
    : [...always, wrongPassword(auth.session), passwordRefused];
}
