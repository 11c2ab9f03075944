import * as v from 'valibot';
import { expect, it } from 'vitest';
import { createFetchHomeserver } from '../../src/homeserver/fetch-homeserver.ts';
import type { Homeserver } from '../../src/homeserver/port.ts';
import type { Problem } from '../../src/homeserver/problem.ts';
import { en } from '../../src/messages/en.ts';
import { problemMessage } from '../../src/messages/messages.ts';
import { Secret } from '../../src/secret.ts';
import { outcomesOf, responseOf, type Outcome } from './answers.ts';
import { CANARY, type Path } from './bodies.ts';
import { TIME_LIMIT, tryOn } from './runs.ts';
import { NOW, shapes } from './shapes.ts';

/** What a client knows and nobody may read; no generated text holds one. */
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

function homeserverWith(outcome: Outcome): Homeserver {
  return createFetchHomeserver({
    baseUrl: 'https://homeserver.org',
    prefix: '/_matrix/client/v3',
    clock: { now: () => NOW },
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

/** Each request of the port, as one may be made, with the path whose bodies it is answered with. */
const requests = [
  {
    title: 'the list',
    shape: shapes.listThreepids,
    wanted: 'listed',
    path: '/account/3pid',
    ask: ({ listThreepids }, signal) => listThreepids(signal),
  },
  {
    title: 'the capabilities',
    shape: shapes.mayChangeThreepids,
    wanted: false,
    path: '/capabilities',
    ask: ({ mayChangeThreepids }, signal) => mayChangeThreepids(signal),
  },
  {
    title: 'the account management URL',
    shape: shapes.accountManagementUrl,
    wanted: 'somewhere',
    path: '/auth_metadata',
    ask: async ({ accountManagementUrl }, signal) => {
      const url = await accountManagementUrl(signal);
      return { type: url === null ? 'nowhere' : 'somewhere', url } as const;
    },
  },
  {
    title: 'a request for a mail',
    shape: shapes.requestToken,
    wanted: 'sent',
    path: '/email/requestToken',
    ask: ({ requestToken }, signal) =>
      requestToken(
        { entry: { medium: 'email', address: 'a@example.org' }, clientSecret, sendAttempt: 1 },
        signal,
      ),
  },
  {
    title: 'a request for a text message',
    shape: shapes.requestToken,
    wanted: 'sent',
    path: '/msisdn/requestToken',
    ask: ({ requestToken }, signal) => {
      const entry = { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' } as const;
      return requestToken({ entry, clientSecret, sendAttempt: 1 }, signal);
    },
  },
  {
    title: 'a code',
    shape: shapes.submitToken,
    wanted: 'accepted',
    path: '/msisdn/submit_token',
    ask: ({ submitToken }, signal) => {
      const submitUrl = 'https://homeserver.org/submit_token';
      return submitToken({ medium: 'msisdn', submitUrl, sid, clientSecret, token }, signal);
    },
  },
  {
    title: 'an addition',
    shape: shapes.addThreepid,
    wanted: 'authRequired',
    path: '/add',
    ask: ({ addThreepid }, signal) =>
      addThreepid({ medium: 'email', sid, clientSecret, auth: null }, signal),
  },
  {
    title: 'an addition with a password',
    shape: shapes.addThreepid,
    wanted: 'authRequired',
    path: '/add',
    ask: ({ addThreepid }, signal) =>
      addThreepid({ medium: 'email', sid, clientSecret, auth: { session, proof } }, signal),
  },
  {
    title: 'an addition after a page of the homeserver',
    shape: shapes.addThreepid,
    wanted: 'authRequired',
    path: '/add',
    ask: ({ addThreepid }, signal) =>
      addThreepid({ medium: 'email', sid, clientSecret, auth: { session, proof: null } }, signal),
  },
  {
    title: 'a removal',
    shape: shapes.deleteThreepid,
    wanted: 'deleted',
    path: '/delete',
    ask: ({ deleteThreepid }, signal) =>
      deleteThreepid({ medium: 'email', address: 'a@example.org' }, signal),
  },
] satisfies readonly {
  readonly title: string;
  readonly shape: v.GenericSchema;
  /** An answer that the generated bodies have to lead to, among others. */
  readonly wanted: string | boolean;
  readonly path: Path;
  readonly ask: (homeserver: Homeserver, signal: AbortSignal) => Promise<unknown>;
}[];

/** In words that are nobody else's. */
function expectReadable(problem: Problem): void {
  const message = problemMessage(en, problem);
  if (!/^[A-Z].*\w.*\.$/u.test(message)) expect.fail(`no message: ${message}`);
  const told = message + JSON.stringify(problem);
  if (told.includes(CANARY)) expect.fail(`told a homeserver's words: ${told}`);
}

it.each(requests)(
  'every answer to $title is one that the port declares, and tells no secret',
  { timeout: TIME_LIMIT },
  async ({ title, shape, wanted, path, ask }) => {
    const { signal } = new AbortController();
    const seen = new Set<string | boolean | null>();
    await tryOn(title, 1 / requests.length, outcomesOf(path), async (outcome) => {
      const answer = await ask(homeserverWith(outcome), signal);
      const written = JSON.stringify(answer);
      seen.add(answer === null || typeof answer === 'boolean' ? answer : answer.type);
      if (!v.is(shape, answer)) expect.fail(`not declared: ${written}`);
      if (answer !== null && typeof answer === 'object' && answer.type === 'refused')
        expectReadable(answer.problem);
      const told = Object.values(SECRETS).filter((each) => written.includes(each));
      if (told.length > 0) expect.fail(`told a secret: ${written}`);
    });
    expect([...seen]).toContain(wanted);
  },
);
