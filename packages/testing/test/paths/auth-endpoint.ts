import { interactiveAuthView, type InteractiveAuthEvent } from '@threepid/core';
import { createInteractiveAuth } from '@threepid/core/interactive-auth';
import { expect } from 'vitest';
import type { AnyActorRef } from 'xstate';
import { transitionsIn, type Walker } from '../../src/paths/index.ts';
import { createClock } from '../client-environment.ts';
import { collectSecrets, inspected } from '../secrets.ts';
import {
  authScreen,
  CAPTCHA,
  createAuthProgress,
  type AuthDriver,
  type AuthReply,
  type AuthScreen,
} from './auth.ts';
import {
  createActivity,
  createAppClock,
  createAuthApp,
  LATENCY,
  REQUEST_TIMEOUT,
  RIGHT_PASSWORD,
} from './client-parts.ts';
import { walkerOf, type TriggerWithoutCase } from './driver.ts';
import { expectShown, offers, type Command } from './view.ts';

type AuthField = Readonly<Record<string, unknown>> | undefined;

/** Interactive auth for an endpoint of an app, to whose requests the test responds. */
export type AuthEndpoint = ReturnType<typeof openAuthEndpoint>;

interface PendingRequest {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

export function openAuthEndpoint() {
  const clock = createClock();
  const appClock = createAppClock(clock);
  const { note, settle } = createActivity();
  const app = createAuthApp(note);
  const walked = new Set<string>();
  const traces: string[] = [];
  const progress = createAuthProgress();
  const inFlight: PendingRequest[] = [];
  const made: AuthField[] = [];
  let madeBefore = 0;

  const actor = createInteractiveAuth({
    baseUrl: 'https://homeserver.org',
    userId: '@alice:homeserver.org',
    request: (auth, signal) =>
      new Promise((resolve, reject) => {
        note();
        const request = { resolve, reject };
        inFlight.push(request);
        made.push(auth);
        signal.addEventListener('abort', () => end(request));
      }),
    authStages: { [CAPTCHA]: app.solveCaptcha },
    openFallback: app.openFallback,
    clock: appClock,
    inspect(event) {
      note();
      for (const transition of transitionsIn(event)) walked.add(transition);
      traces.push(inspected(event));
    },
  });

  function end(request: PendingRequest) {
    note();
    if (inFlight.includes(request)) inFlight.splice(inFlight.indexOf(request), 1);
  }

  return {
    actor: actor.start(),
    app,
    progress,
    walked,
    traces,
    settle,
    view: () => interactiveAuthView(actor).getSnapshot(),
    inFlight: () => inFlight.length,
    /** How many requests were made since the user's last act. */
    requestsSinceAct: () => made.length - madeBefore,
    act() {
      progress.automaticRequests = 0;
      progress.isCaptchaSubmitted = false;
      madeBefore = made.length;
    },
    async respond(reply: AuthReply) {
      clock.increment(LATENCY);
      const [request] = inFlight;
      if (request === undefined) throw new Error('No request is in flight');
      end(request);
      if (reply === 'connectionLost') request.reject(new TypeError('connection lost'));
      else request.resolve(Response.json(reply.body, { status: reply.status }));
      await settle();
    },
    passTimeout: () => clock.increment(REQUEST_TIMEOUT),
    breakClock: appClock.breakNext,
    expectNoSecrets() {
      const secrets = new Set([RIGHT_PASSWORD]);
      for (const auth of made) collectSecrets(auth, secrets);
      const texts = [...traces, JSON.stringify(actor.getPersistedSnapshot())];
      const leaks = texts.filter((text) => [...secrets].some((secret) => text.includes(secret)));
      expect(leaks, 'texts with a secret').toEqual([]);
    },
    stop: () => actor.stop(),
  };
}

export function authWalker(endpoint: AuthEndpoint): Walker<AuthDriver> {
  const { actor, view } = endpoint;
  return walkerOf({
    subject: endpoint,
    settle: endpoint.settle,
    value: () => actor.getSnapshot().value,
    screen: () => authScreen(view()),
    makeWithoutCase: (trigger) => makeWithoutCase(endpoint, trigger),
    showsWithoutCase,
    expectInvariants: () => expectInvariants(endpoint),
  });
}

async function makeWithoutCase(endpoint: AuthEndpoint, trigger: TriggerWithoutCase) {
  if (trigger.kind === 'delay') return endpoint.passTimeout();
  if (trigger.actor === 'appStage') return rejectPromise(endpoint.actor, trigger.actor);
  endpoint.breakClock();
  await endpoint.respond({ status: 429, body: {} });
}

/** No option makes this promise reject, because every failure of an app's handler is caught. */
function rejectPromise(
  actor: { getSnapshot(): { readonly children: Partial<Record<string, AnyActorRef>> } },
  child: string,
): void {
  actor.getSnapshot().children[child]?.send({
    type: 'xstate.promise.reject',
    data: new Error('rejected by the test'),
  });
}

function showsWithoutCase(trigger: TriggerWithoutCase): Partial<AuthScreen> {
  if (trigger.kind === 'delay') return { step: 'refused', isBusy: false, problem: 'timeout' };
  return trigger.actor === 'appStage'
    ? { step: 'appStage', problem: 'unexpected', mayRetry: true }
    : { step: 'refused', isBusy: false, problem: 'unexpected' };
}

const COMMANDS: readonly { readonly event: InteractiveAuthEvent; readonly name: Command }[] = [
  { event: { type: 'auth.choose', stage: 'm.login.sso' }, name: 'choose' },
  { event: { type: 'auth.open' }, name: 'open' },
  { event: { type: 'auth.finish' }, name: 'finish' },
  { event: { type: 'auth.retry' }, name: 'retry' },
  { event: { type: 'auth.cancel' }, name: 'back' },
];

/** Asserts what holds in every state of interactive auth. */
function expectInvariants(endpoint: AuthEndpoint): void {
  const { actor, view, traces, inFlight, requestsSinceAct } = endpoint;
  const now = view();
  const snapshot = actor.getSnapshot();
  traces.push(JSON.stringify(now));

  const isRequesting = now.isBusy || now.step === 'requesting';
  expect(inFlight(), 'requests in flight').toBe(isRequesting ? 1 : 0);
  expect(requestsSinceAct(), 'requests since the last act').toBeLessThanOrEqual(4);

  const offered = COMMANDS.filter(({ name }) => offers(now, name));
  const enabled = COMMANDS.filter(({ event }) => snapshot.can(event));
  expect(offered, 'commands of the view').toEqual(enabled);
  expect(offers(now, 'submit'), 'whether a password may be submitted').toBe(
    now.step === 'password' && !now.isBusy,
  );
  if (snapshot.status === 'active') expectShown(snapshot.context.problem, now);
}
