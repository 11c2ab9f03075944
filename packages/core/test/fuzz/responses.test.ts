import * as v from 'valibot';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createFetchHomeserver } from '../../src/homeserver/fetch-homeserver.ts';
import type { Homeserver } from '../../src/homeserver/homeserver.ts';
import type { Problem } from '../../src/homeserver/problem.ts';
import { en } from '../../src/messages/en.ts';
import { problemMessage } from '../../src/messages/messages.ts';
import { Secret } from '../../src/secret.ts';
import { CANARY, type Path } from './bodies.ts';
import { outcomesOf, responseOf, type Outcome } from './outcomes.ts';
import { checkBodies, TEST_TIMEOUT } from './runs.ts';
import { NOW, shapes } from './shapes.ts';

/** Secrets that the client knows. No result may contain one, and no generated text does. */
const SECRETS = {
  accessToken: 'secret-access-token',
  clientSecret: 'secret-client-secret',
  sid: 'secret-sid',
  token: 'secret-token',
  session: 'secret-session',
  password: 'secret-password',
};

const sid = new Secret(SECRETS.sid);
const clientSecret = new Secret(SECRETS.clientSecret);
const token = new Secret(SECRETS.token);
const session = new Secret(SECRETS.session);
const proof = {
  stage: 'm.login.password',
  userId: '@alice:homeserver.org',
  password: new Secret(SECRETS.password),
} as const;
const payload = { medium: 'email', sids: [sid], clientSecret } as const;

function homeserverWith(outcome: Outcome): Homeserver {
  return createFetchHomeserver({
    baseUrl: 'https://homeserver.org',
    prefix: '/_matrix/client/v3',
    clock: { ...systemClock, now: () => NOW },
    lifetime: new AbortController().signal,
    trustsSubmitUrl: () => false,
    getAccessToken: async () => {
      if (outcome.failure === 'token') throw new Error('cannot refresh');
      return SECRETS.accessToken;
    },
    fetch: async () => {
      if (outcome.failure === 'fetch') throw new TypeError('Failed to fetch');
      return responseOf(outcome);
    },
  });
}

/** Each request of the homeserver client, with the path whose response bodies it gets. */
const requests = [
  {
    title: 'the list',
    shape: shapes.listThreepids,
    mustOccur: 'listed',
    path: '/account/3pid',
    send: ({ listThreepids }, signal) => listThreepids(signal),
  },
  {
    title: 'the capabilities',
    shape: shapes.mayChangeThreepids,
    mustOccur: false,
    path: '/capabilities',
    send: ({ mayChangeThreepids }, signal) => mayChangeThreepids(signal),
  },
  {
    title: 'the account management URL',
    shape: shapes.accountManagementUrl,
    mustOccur: 'found',
    path: '/auth_metadata',
    send: async ({ accountManagementUrl }, signal) => {
      const url = await accountManagementUrl(signal);
      return { type: url === null ? 'notFound' : 'found', url } as const;
    },
  },
  {
    title: 'the request for an email',
    shape: shapes.requestToken,
    mustOccur: 'sent',
    path: '/email/requestToken',
    send: ({ requestToken }, signal) =>
      requestToken(
        { entry: { medium: 'email', address: 'a@example.org' }, clientSecret, sendAttempt: 1 },
        signal,
      ),
  },
  {
    title: 'the request for a text message',
    shape: shapes.requestToken,
    mustOccur: 'sent',
    path: '/msisdn/requestToken',
    send: ({ requestToken }, signal) => {
      const entry = { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' } as const;
      return requestToken({ entry, clientSecret, sendAttempt: 1 }, signal);
    },
  },
  {
    title: 'the submission of a code',
    shape: shapes.submitToken,
    mustOccur: 'accepted',
    path: '/msisdn/submit_token',
    send: ({ submitToken }, signal) => {
      const submitUrl = 'https://homeserver.org/submit_token';
      return submitToken({ medium: 'msisdn', submitUrl, sid, clientSecret, token }, signal);
    },
  },
  {
    title: 'the addition',
    shape: shapes.addThreepid,
    mustOccur: 'authRequired',
    path: '/add',
    send: ({ addThreepid }, signal) => addThreepid({ payload, auth: null }, signal),
  },
  {
    title: 'the addition with a password',
    shape: shapes.addThreepid,
    mustOccur: 'authRequired',
    path: '/add',
    send: ({ addThreepid }, signal) => addThreepid({ payload, auth: { session, proof } }, signal),
  },
  {
    title: 'the addition after a fallback page',
    shape: shapes.addThreepid,
    mustOccur: 'authRequired',
    path: '/add',
    send: ({ addThreepid }, signal) =>
      addThreepid({ payload, auth: { session, proof: null } }, signal),
  },
  {
    title: 'the removal',
    shape: shapes.deleteThreepid,
    mustOccur: 'deleted',
    path: '/delete',
    send: ({ deleteThreepid }, signal) =>
      deleteThreepid({ medium: 'email', address: 'a@example.org' }, signal),
  },
] satisfies readonly {
  readonly title: string;
  readonly shape: v.GenericSchema;
  /** A result that the generated bodies must produce at least once. */
  readonly mustOccur: string | boolean;
  readonly path: Path;
  readonly send: (homeserver: Homeserver, signal: AbortSignal) => Promise<unknown>;
}[];

/** Asserts that the problem has a message, and that neither contains the homeserver's text. */
function expectReadable(problem: Problem): void {
  const message = problemMessage(en, problem);
  if (!/^[A-Z].*\w.*\.$/u.test(message)) expect.fail(`no message: ${message}`);
  const shown = message + JSON.stringify(problem);
  if (shown.includes(CANARY)) expect.fail(`contains the homeserver's text: ${shown}`);
}

it.each(requests)(
  'any response to $title becomes a declared result without secrets',
  { timeout: TEST_TIMEOUT },
  async ({ title, shape, mustOccur, path, send }) => {
    const { signal } = new AbortController();
    const occurred = new Set<string | boolean | null>();
    await checkBodies(title, 1 / requests.length, outcomesOf(path), async (outcome) => {
      const result = await send(homeserverWith(outcome), signal);
      const serialized = JSON.stringify(result);
      occurred.add(result === null || typeof result === 'boolean' ? result : result.type);
      if (!v.is(shape, result)) expect.fail(`not declared: ${serialized}`);
      if (result !== null && typeof result === 'object' && result.type === 'refused')
        expectReadable(result.problem);
      const leaked = Object.values(SECRETS).filter((each) => serialized.includes(each));
      if (leaked.length > 0) expect.fail(`contains a secret: ${serialized}`);
    });
    expect([...occurred]).toContain(mustOccur);
  },
);
