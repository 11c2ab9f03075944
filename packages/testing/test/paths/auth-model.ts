import { Secret, type InteractiveAuthEvent } from '@threepid/core';
import { interactiveAuthMachine } from '@threepid/core/machines';
import type { AnyMachineSnapshot } from 'xstate';
import type { EventCase, PathModel } from '../../src/paths/index.ts';
import { authCases } from './auth-requests.ts';
import {
  CAPTCHA,
  OAUTH,
  PASSWORD,
  RIGHT,
  SINGLE_SIGN_ON,
  WRONG,
  type AuthDriver,
  type AuthScreen,
  type AuthSubject,
} from './auth.ts';
import { RIGHT_PASSWORD } from './client-parts.ts';
import { but, refused } from './driver.ts';
import { press as pressIn, type Command } from './view.ts';

/** As in an app that has a handler for captchas. */
export const authMachine = interactiveAuthMachine.provide({
  guards: {
    isAppStage: ({ context: { auth } }) => (auth?.stage ?? auth?.flows[0]?.[0]) === CAPTCHA,
  },
});

function press(name: Command, ...typed: string[]) {
  return (subject: AuthSubject) => {
    subject.act();
    pressIn(subject.view(), name, ...typed);
  };
}

function choose(name: string, stage: string, shown: Partial<AuthScreen>) {
  return {
    name: `auth.choose (${name})`,
    event: { type: 'auth.choose', stage },
    driver: { make: press('choose', stage), shows: but<AuthScreen>({ problem: null, ...shown }) },
  } as const;
}

function submit(name: string, password: string, typed: string) {
  return {
    name,
    event: { type: 'auth.submit', password: new Secret(password) },
    driver: {
      make: (subject: AuthSubject) => {
        subject.progress.stage = PASSWORD;
        press('submit', typed)(subject);
      },
      shows: but<AuthScreen>({ isBusy: true, problem: null }),
    },
  } as const;
}

/** Every event of interactive auth. */
export const authEvents: readonly EventCase<InteractiveAuthEvent, AuthDriver>[] = [
  submit('auth.submit', RIGHT, RIGHT_PASSWORD),
  submit('auth.submit (wrong)', WRONG, WRONG),
  {
    name: 'auth.submit (empty)',
    event: { type: 'auth.submit', password: new Secret('') },
    driver: { make: press('submit', ''), shows: but({ problem: 'passwordEmpty' }) },
  },
  choose('password', PASSWORD, { step: 'password' }),
  choose('single sign-on', SINGLE_SIGN_ON, { step: 'fallback' }),
  choose('captcha', CAPTCHA, { step: 'appStage', mayRetry: false }),
  choose('OAuth without a URL', OAUTH, { step: 'unsupported', problem: 'authUnsupported' }),
  {
    name: 'auth.open',
    event: { type: 'auth.open' },
    driver: { make: press('open'), shows: but({ isOpen: true, mayFinish: true, problem: null }) },
  },
  {
    name: 'popup.block',
    event: { type: 'popup.block' },
    driver: {
      make: (subject) => subject.app.whilePopupsAreBlocked(() => press('open')(subject)),
      shows: but({ isOpen: false, mayFinish: true, problem: 'popupBlocked' }),
    },
  },
  {
    name: 'auth.finish',
    event: { type: 'auth.finish' },
    driver: {
      make: (subject) => {
        const view = subject.view();
        subject.progress.stage = 'stage' in view ? view.stage : null;
        press('finish')(subject);
      },
      shows: but({ isBusy: true, isOpen: false, mayFinish: false, problem: null }),
    },
  },
  {
    name: 'auth.retry',
    event: { type: 'auth.retry' },
    driver: { make: press('retry'), shows: but({ mayRetry: false, problem: null }) },
  },
  {
    name: 'auth.cancel',
    event: { type: 'auth.cancel' },
    driver: {
      make: press('back'),
      shows: ({ step, isBusy }, { progress }) => {
        // A request in flight may be carried out.
        if (isBusy || step === 'requesting') return { step: 'interrupted', isBusy: false };
        const isStage = step !== 'choosingStage' && step !== 'unsupported';
        return isStage && progress.mayChoose
          ? { step: 'choosingStage', problem: null, isOpen: false }
          : { step: 'cancelled', isOpen: false };
      },
    },
  },
];

/** Tells apart the attempts of a request that needs no input, and what was attempted. */
function authAttemptKey({ children, context }: AnyMachineSnapshot): string {
  const { auth, automaticRequests } = context;
  return `${children.request === undefined ? 0 : automaticRequests} ${auth?.stage}`;
}

/** Interactive auth for an endpoint of the app, with every kind of challenge. */
export const authModel: PathModel<typeof interactiveAuthMachine, AuthDriver> = {
  input: {
    elementId: 'auth',
    userId: '@alice:homeserver.org',
    payload: null,
    auth: null,
    isChallenged: false,
    problem: null,
  },
  attemptKey: authAttemptKey,
  events: authEvents,
  outputs: {
    request: ({ auth }) => [
      {
        name: 'settled',
        output: { type: 'settled', result: new Response('{}') },
        driver: {
          make: ({ respond }) => respond({ status: 200, body: {} }),
          shows: () => ({ step: 'settled', isBusy: false }),
        },
      },
      ...authCases(auth),
    ],
    appStage: () => [
      {
        name: 'captcha solved',
        output: { type: 'finished', fields: new Secret('{"response":"solved"}') },
        driver: {
          make: ({ act, app, progress }) => {
            act();
            progress.stage = CAPTCHA;
            progress.isCaptchaSubmitted = true;
            app.answerCaptcha({ response: 'solved' });
          },
          shows: but({ isBusy: true, problem: null }),
        },
      },
      {
        name: 'captcha given up',
        output: refused({ code: 'authStageFailed' }),
        driver: {
          make: ({ app }) => app.answerCaptcha(null),
          shows: but({ problem: 'authStageFailed', mayRetry: true }),
        },
      },
    ],
  },
};
