import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { SignOnAccount } from '../fidelity/compared-homeserver.ts';
import { CLIENT, LIST, passwordOf } from '../fidelity/requests.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';
import { startCasServer } from './single-sign-on/cas-server.ts';

const PASSWORD_FLOW = { stages: ['m.login.password'] };
const SIGN_ON_FLOW = { stages: ['m.login.sso'] };
const NOT_VALIDATED = {
  status: 400,
  body: { errcode: 'M_THREEPID_AUTH_FAILED', error: 'No validated 3pid session found' },
};
const ADDED = { status: 200, body: {} };
const CONFIRM_PAGE = { status: 200, heading: "Confirm it's you to continue", saysDone: false };
const DONE_PAGE = { status: 200, heading: 'Thank you', saysDone: true };
const REFUSED_PAGE = { status: 200, heading: "That doesn't look right", saysDone: false };

const INVALID_AUTH = { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Invalid auth' } };

const Sid = v.object({ sid: v.string() });
const Challenge = v.object({ session: v.string(), flows: v.array(v.unknown()) });

describe('a real Synapse with single sign-on', () => {
  let homeserver: RealHomeserver;
  let mallory: SignOnAccount;

  beforeAll(async () => {
    homeserver = await openSynapse({ singleSignOn: true });
    mallory = await homeserver.newSignOnAccount();
  });
  afterAll(() => homeserver.close());

  async function call(path: string, { accessToken }: SignOnAccount, body: object) {
    const response = await homeserver.fetch(`${homeserver.baseUrl}${LIST}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(body),
    });
    const json: unknown = await response.json();
    return { status: response.status, body: json };
  }

  const pageUrl = (session: string) =>
    `${homeserver.baseUrl}${CLIENT}/v3/auth/m.login.sso/fallback/web?session=${session}`;

  /** Starts to add an address whose link is not opened yet, until the challenge of interactive auth. */
  async function startAdding(as: SignOnAccount, email: string) {
    const client_secret = 'sso';
    const tokenRequest = { email, client_secret, send_attempt: 1 };
    const requested = await call('/email/requestToken', as, tokenRequest);
    const { sid } = v.parse(Sid, requested.body);
    const add = (auth?: object) => call('/add', as, { sid, client_secret, auth });
    const challenge = await add();
    const { session, flows } = v.parse(Challenge, challenge.body);
    return {
      challenge,
      session,
      flows,
      addInSession: (auth: object = {}) => add({ session, ...auth }),
      signOn: (who: SignOnAccount) => homeserver.signOn(pageUrl(session), who),
      openLink: async () => homeserver.openLink((await homeserver.nextMail(email)).link),
    };
  }

  it('offers only single sign-on to an account without a password', async () => {
    const alice = await homeserver.newSignOnAccount();
    const { challenge, session, addInSession } = await startAdding(alice, 'way@example.org');
    expect(challenge).toEqual({
      status: 401,
      body: { session, flows: [SIGN_ON_FLOW], params: {} },
    });
    expect(await addInSession()).toEqual({
      status: 401,
      body: { session, flows: [SIGN_ON_FLOW], params: {}, completed: [] },
    });
  });

  it('serves a page that links to the login page and forbids framing', async () => {
    const alice = await homeserver.newSignOnAccount();
    const { session } = await startAdding(alice, 'page@example.org');
    const response = await homeserver.fetch(pageUrl(session));
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Security-Policy')).toBe("frame-ancestors 'none';");
    const html = await response.text();
    expect(html).toContain('A client is trying to add a third-party identifier to your account.');
    const [, provider = ''] = /<a href="([^"]+)"/u.exec(html) ?? [];
    const login = await (await fetch(provider)).text();
    for (const { userId } of [alice, mallory]) {
      const [name] = userId.slice(1).split(':');
      expect(login).toContain(`<button name="account" value="${name}">${name}</button>`);
    }
  });

  it('refuses another account, and accepts the right one in the same session', async () => {
    const alice = await homeserver.newSignOnAccount();
    const { addInSession, signOn, openLink } = await startAdding(alice, 'right@example.org');
    expect(await signOn(mallory)).toEqual([CONFIRM_PAGE, REFUSED_PAGE]);
    expect(await addInSession()).toEqual(INVALID_AUTH);
    expect(await signOn(alice)).toEqual([CONFIRM_PAGE, DONE_PAGE]);
    expect(await addInSession()).toEqual(NOT_VALIDATED);
    await openLink();
    expect(await addInSession()).toEqual(ADDED);
  });

  it('refuses a password of an account that has none', async () => {
    const alice = await homeserver.newSignOnAccount();
    const { session, addInSession } = await startAdding(alice, 'none@example.org');
    expect(await addInSession(passwordOf({ ...alice, password: 'a password' }))).toEqual({
      status: 401,
      body: {
        session,
        flows: [SIGN_ON_FLOW],
        params: {},
        completed: [],
        errcode: 'M_FORBIDDEN',
        error: 'Invalid username or password',
      },
    });
  });

  it('offers both flows, in any order, to an account that also has a password', async () => {
    const alice = await homeserver.givePassword(await homeserver.newSignOnAccount());
    const byPassword = await startAdding(alice, 'bypassword@example.org');
    const { challenge, session, flows } = byPassword;
    expect(challenge).toEqual({ status: 401, body: { session, flows, params: {} } });
    expect(new Set(flows)).toEqual(new Set([PASSWORD_FLOW, SIGN_ON_FLOW]));
    await byPassword.openLink();
    expect(await byPassword.addInSession(passwordOf(alice))).toEqual(ADDED);

    const bySignOn = await startAdding(alice, 'bysignon@example.org');
    await bySignOn.openLink();
    expect(await bySignOn.signOn(alice)).toEqual([CONFIRM_PAGE, DONE_PAGE]);
    expect(await bySignOn.addInSession()).toEqual(ADDED);
  });

  it('may refuse the right password in a session in which another account signed on', async () => {
    const alice = await homeserver.givePassword(await homeserver.newSignOnAccount());
    const { addInSession, signOn, flows } = await startAdding(alice, 'either@example.org');
    await signOn(mallory);
    const wrong = await addInSession(passwordOf({ ...alice, password: 'wrong' }));
    expect(wrong).toEqual(INVALID_AUTH);
    // Synapse checks only one completed stage: the first in the order of its flows.
    const [first, second] = flows;
    expect(second).toBeDefined();
    const isPasswordFirst = JSON.stringify(first) === JSON.stringify(PASSWORD_FLOW);
    const right = await addInSession(passwordOf(alice));
    expect(right).toEqual(isPasswordFirst ? NOT_VALIDATED : INVALID_AUTH);
  });

  it('offers only the password to an account that never used single sign-on', async () => {
    const bob = await homeserver.newAccount();
    const { challenge, session } = await startAdding(bob, 'never@example.org');
    expect(challenge).toEqual({
      status: 401,
      body: { session, flows: [PASSWORD_FLOW], params: {} },
    });
    expect((await homeserver.fetch(pageUrl(session))).status).toBe(400);
  });
});

describe('the CAS server of the tests', () => {
  it('issues tickets that are valid once, and only for the service that requested them', async () => {
    const cas = await startCasServer();
    try {
      const service = 'http://homeserver.example/ticket?session=one';
      cas.addAccount('alice');
      const ticketFor = async (account: string) => {
        const query = new URLSearchParams({ service, account });
        const response = await fetch(`${cas.url}/login?${query}`, { redirect: 'manual' });
        const location = response.headers.get('Location');
        return location === null ? null : new URL(location).searchParams.get('ticket');
      };
      const validate = async (ticket: string | null, forService = service) => {
        const query = new URLSearchParams({ service: forService, ticket: ticket ?? '' });
        return await (await fetch(`${cas.url}/proxyValidate?${query}`)).text();
      };
      const ticket = await ticketFor('alice');
      expect(await validate(ticket)).toContain('<cas:user>alice</cas:user>');
      expect(await validate(ticket)).toContain('INVALID_TICKET');
      const other = await validate(await ticketFor('alice'), 'http://other.example/');
      expect(other).toContain('INVALID_TICKET');
      expect(await ticketFor('unknown')).toBeNull();
    } finally {
      await cas.close();
    }
  });
});
