import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { CLIENT, LIST, passwordOf } from '../fidelity/requests.ts';
import type { SignOnAccount } from '../fidelity/subject.ts';
import { startCasServer } from './single-sign-on/cas-server.ts';
import { openSynapse, type RealWorld } from './world.ts';

const PASSWORD_FLOW = { stages: ['m.login.password'] };
const SIGN_ON_FLOW = { stages: ['m.login.sso'] };
const NOT_VALIDATED = {
  status: 400,
  body: { errcode: 'M_THREEPID_AUTH_FAILED', error: 'No validated 3pid session found' },
};
const ADDED = { status: 200, body: {} };
const CONFIRM = { status: 200, heading: "Confirm it's you to continue", saysDone: false };
const DONE = { status: 200, heading: 'Thank you', saysDone: true };
const REFUSED = { status: 200, heading: "That doesn't look right", saysDone: false };

const INVALID_AUTH = { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Invalid auth' } };

const Sid = v.object({ sid: v.string() });
const Begun = v.object({ session: v.string(), flows: v.array(v.unknown()) });

describe('a real Synapse whose people sign on elsewhere', () => {
  let world: RealWorld;
  let mallory: SignOnAccount;

  beforeAll(async () => {
    world = await openSynapse({ singleSignOn: true });
    mallory = await world.newSignOnAccount();
  });
  afterAll(() => world.close());

  async function call(path: string, { accessToken }: SignOnAccount, body: object) {
    const response = await world.fetch(`${world.baseUrl}${LIST}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    return { status: response.status, body: answer };
  }

  const pageFor = (session: string) =>
    `${world.baseUrl}${CLIENT}/v3/auth/m.login.sso/fallback/web?session=${session}`;

  /** An addition that waits for interactive auth, of an address whose link was not opened. */
  async function begin(as: SignOnAccount, email: string) {
    const client_secret = 'sso';
    const mail = { email, client_secret, send_attempt: 1 };
    const requested = await call('/email/requestToken', as, mail);
    const { sid } = v.parse(Sid, requested.body);
    const add = (auth?: object) => call('/add', as, { sid, client_secret, auth });
    const begun = await add();
    const { session, flows } = v.parse(Begun, begun.body);
    return {
      begun,
      session,
      flows,
      addInSession: (auth: object = {}) => add({ session, ...auth }),
      signOn: (who: SignOnAccount) => world.signOn(pageFor(session), who),
      openLink: async () => world.openLink((await world.nextMail(email)).link),
    };
  }

  it('wants an account that knows no other way to sign on', async () => {
    const alice = await world.newSignOnAccount();
    const { begun, session, addInSession } = await begin(alice, 'way@example.org');
    expect(begun).toEqual({ status: 401, body: { session, flows: [SIGN_ON_FLOW], params: {} } });
    expect(await addInSession()).toEqual({
      status: 401,
      body: { session, flows: [SIGN_ON_FLOW], params: {}, completed: [] },
    });
  });

  it('has a page that leads to where people sign on, and may not be framed', async () => {
    const alice = await world.newSignOnAccount();
    const { session } = await begin(alice, 'page@example.org');
    const response = await world.fetch(pageFor(session));
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

  it('refuses another account, and takes the right one in the same session', async () => {
    const alice = await world.newSignOnAccount();
    const { addInSession, signOn, openLink } = await begin(alice, 'right@example.org');
    expect(await signOn(mallory)).toEqual([CONFIRM, REFUSED]);
    expect(await addInSession()).toEqual(INVALID_AUTH);
    expect(await signOn(alice)).toEqual([CONFIRM, DONE]);
    expect(await addInSession()).toEqual(NOT_VALIDATED);
    await openLink();
    expect(await addInSession()).toEqual(ADDED);
  });

  it('takes no password of an account that has none', async () => {
    const alice = await world.newSignOnAccount();
    const { session, addInSession } = await begin(alice, 'none@example.org');
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

  it('leaves an account that has a password too the choice, in any order', async () => {
    const alice = await world.givePassword(await world.newSignOnAccount());
    const byPassword = await begin(alice, 'bypassword@example.org');
    const { begun, session, flows } = byPassword;
    expect(begun).toEqual({ status: 401, body: { session, flows, params: {} } });
    expect(new Set(flows)).toEqual(new Set([PASSWORD_FLOW, SIGN_ON_FLOW]));
    await byPassword.openLink();
    expect(await byPassword.addInSession(passwordOf(alice))).toEqual(ADDED);

    const bySignOn = await begin(alice, 'bysignon@example.org');
    await bySignOn.openLink();
    expect(await bySignOn.signOn(alice)).toEqual([CONFIRM, DONE]);
    expect(await bySignOn.addInSession()).toEqual(ADDED);
  });

  it('may refuse the right password in a session in which another account signed on', async () => {
    const alice = await world.givePassword(await world.newSignOnAccount());
    const { addInSession, signOn, flows } = await begin(alice, 'either@example.org');
    await signOn(mallory);
    const wrong = await addInSession(passwordOf({ ...alice, password: 'wrong' }));
    expect(wrong).toEqual(INVALID_AUTH);
    // Synapse looks at one completed stage alone, the first in the order of its flows.
    const [first, second] = flows;
    expect(second).toBeDefined();
    const isPasswordFirst = JSON.stringify(first) === JSON.stringify(PASSWORD_FLOW);
    const right = await addInSession(passwordOf(alice));
    expect(right).toEqual(isPasswordFirst ? NOT_VALIDATED : INVALID_AUTH);
  });

  it('wants the password of an account that never signed on elsewhere', async () => {
    const bob = await world.newAccount();
    const { begun, session } = await begin(bob, 'never@example.org');
    expect(begun).toEqual({ status: 401, body: { session, flows: [PASSWORD_FLOW], params: {} } });
    expect((await world.fetch(pageFor(session))).status).toBe(400);
  });
});

describe('where people sign on in tests', () => {
  it('vouches for an account once, and to the service that the person came from', async () => {
    const cas = await startCasServer();
    try {
      const service = 'http://homeserver.example/ticket?session=one';
      cas.addAccount('alice');
      const ticketFor = async (account: string) => {
        const query = new URLSearchParams({ service, account });
        const answer = await fetch(`${cas.url}/login?${query}`, { redirect: 'manual' });
        const location = answer.headers.get('Location');
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
      expect(await ticketFor('nobody')).toBeNull();
    } finally {
      await cas.close();
    }
  });
});
