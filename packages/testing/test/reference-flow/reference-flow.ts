import { en } from '@threepid/core/messages/en';
import { stepMessage } from '@threepid/core';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, authAt, confirming, startClient, type Client } from '../helpers/client.ts';
import type { TestHomeserver } from '../test-homeserver.ts';

const secret = expect.stringMatching(/^[0-9a-f]{32}$/u);
const sid = expect.stringMatching(/^[\w.=-]+$/u);
const session = expect.stringMatching(/./u);

/** The `auth` of an `/add` with a password, with both spellings of the user. */
function passwordAuth({ account }: Client, password = account.password) {
  const user = account.userId;
  const identifier = { type: 'm.id.user', user };
  return { type: 'm.login.password', user, identifier, password };
}

/**
 * The flow step by step (S1 to S16), as Element Android's documentation of adding threepids describes
 * it: every request to the letter, and what the client shows.
 */
export function describeReferenceFlow(openHomeserver: () => Promise<TestHomeserver>): void {
  let testServer: TestHomeserver;
  let clients: Client[] = [];

  beforeAll(async () => {
    testServer = await openHomeserver();
  });
  afterAll(() => testServer.close());

  beforeEach(recordConsole);
  afterEach(() => {
    expectNoSecretsOf(clients);
    clients = [];
  });

  async function startNewClient() {
    const client = await startClient(testServer, await testServer.newAccount());
    clients.push(client);
    return client;
  }

  /** Requests a token for the address as a new user. */
  async function sent(address: string, country?: string) {
    const client = await startNewClient();
    const actor = client.add(country === undefined ? 'email' : 'msisdn');
    (await at(actor, 'editing')).submit?.(address, country);
    return { client, actor };
  }

  async function sentMail(address: string) {
    const { client, actor } = await sent(address);
    const view = await at(actor, 'validatingByLink');
    return { client, actor, view, mail: await testServer.nextMail(address) };
  }

  async function sentText(national: string) {
    const { client, actor } = await sent(national, 'FR');
    const view = await at(actor, 'validatingByToken');
    return { client, actor, view, text: await testServer.nextText(`33${national}`) };
  }

  describe('an email address', () => {
    it('S1: reports an address in use at the field, and keeps it there', async () => {
      await testServer.give(await testServer.newAccount(), {
        medium: 'email',
        address: 'taken@example.org',
      });
      const { client, actor } = await sent('taken@example.org');
      const { fields } = await at(actor, 'editing');
      expect(fields.address.problem).toEqual({ code: 'inUse', medium: 'email' });
      expect(fields.address.value).toBe('taken@example.org');
      expect(client.requests).toEqual([
        {
          path: '/email/requestToken',
          body: { email: 'taken@example.org', client_secret: secret, send_attempt: 1 },
        },
      ]);
      expect(testServer.sentTo('taken@example.org')).toBe(0);
    });

    it("S1: reports the account's own address as such", async () => {
      const account = await testServer.newAccount();
      await testServer.give(account, { medium: 'email', address: 'mine@example.org' });
      const client = await startClient(testServer, account);
      clients.push(client);
      const actor = client.add('email');
      (await at(actor, 'editing')).submit?.('Mine@Example.org');
      const { fields } = await at(actor, 'editing');
      expect(fields.address.problem).toEqual({ code: 'alreadyYours', medium: 'email' });
    });

    it('S2: waits for the link after a mail was sent', async () => {
      const { client, view, mail } = await sentMail('s2@example.org');
      expect(view).toMatchObject({ address: 's2@example.org', report: null, isPolling: false });
      expect(stepMessage(en, view).text).toBe(
        "We've sent you an email to verify your address. Please follow the instructions there and then click the button below.",
      );
      expect(mail.subject).toMatch(/^\[.+\] Validate your email$/u);
      expect(client.requests).toEqual([
        {
          path: '/email/requestToken',
          body: { email: 's2@example.org', client_secret: secret, send_attempt: 1 },
        },
      ]);
    });

    it("S3: stays on the screen when the mail's link is opened", async () => {
      const { client, actor, view, mail } = await sentMail('s3@example.org');
      const page = await testServer.openLink(mail.link);
      expect(page.status).toBe(200);
      expect(page.text).toContain(
        'Your email has now been validated, please return to your client. You may now close this window.',
      );
      expect(await at(actor, 'validatingByLink')).toBe(view);
      expect(client.requests).toHaveLength(1);
    });

    it('S4: sends `/add` without auth, and then asks for the password', async () => {
      const { client, actor, view } = await sentMail('s4@example.org');
      view.proceed?.();
      const authenticating = await authAt(actor, 'password');
      expect(authenticating).toMatchObject({ userId: client.account.userId, report: null });
      expect(client.requests).toEqual([
        { path: '/email/requestToken', body: expect.anything() },
        { path: '/add', body: { sid, client_secret: secret } },
      ]);
      const [first, second] = client.requests;
      expect(second?.body).toMatchObject({ client_secret: secretOf(first?.body) });
    });

    it('S5: sends the password exactly as typed, with both spellings of the user', async () => {
      const { client, actor, view } = await sentMail('s5@example.org');
      view.proceed?.();
      client.submitPassword(await authAt(actor, 'password'), '  two  blänks "quoted" ');
      await authAt(actor, 'password');
      expect(client.requests.at(-1)).toEqual({
        path: '/add',
        body: {
          sid,
          client_secret: secret,
          auth: {
            session: client.sessions[0],
            ...passwordAuth(client, '  two  blänks "quoted" '),
          },
        },
      });
    });

    it('S6: shows an unopened link as information, and asks for no second password', async () => {
      const { client, actor, view, mail } = await sentMail('s6@example.org');
      view.proceed?.();
      client.submitPassword(await authAt(actor, 'password'), client.account.password);
      const waiting = await at(actor, 'validatingByLink');
      expect(waiting.report).toEqual({
        role: 'status',
        problem: { code: 'notValidated', medium: 'email' },
      });
      expect(waiting.isPolling).toBe(true);

      waiting.proceed?.();
      const stillWaiting = await at(actor, 'validatingByLink');
      await testServer.openLink(mail.link);
      stillWaiting.proceed?.();
      await at(actor, 'added');
      const again = {
        path: '/add',
        body: { sid, client_secret: secret, auth: { session: client.sessions[0] } },
      };
      expect(client.requests.slice(-2)).toEqual([again, again]);
    });

    it('S7: empties the field after a wrong password, and continues in the session of the latest 401', async () => {
      const { client, actor, view, mail } = await sentMail('s7@example.org');
      await testServer.openLink(mail.link);
      view.proceed?.();
      client.submitPassword(await authAt(actor, 'password'), 'not the password');
      const again = await authAt(actor, 'password');
      expect(again.fields.password).toMatchObject({
        value: '',
        problem: { code: 'passwordWrong' },
      });

      client.submitPassword(again, client.account.password);
      await at(actor, 'added');
      expect(client.sessions).toHaveLength(2);
      expect(client.requests.at(-1)?.body).toEqual({
        sid,
        client_secret: secret,
        auth: { session: client.sessions[1], ...passwordAuth(client) },
      });
    });

    it('S8: adds the address, and reads the list again', async () => {
      const { client, actor, view, mail } = await sentMail('s8@example.org');
      await testServer.openLink(mail.link);
      view.proceed?.();
      client.submitPassword(await authAt(actor, 'password'), client.account.password);
      await at(actor, 'added');
      const { notice, additions } = await client.settled();
      expect(notice).toEqual({ type: 'added', medium: 'email', address: 's8@example.org' });
      expect(additions).toEqual([]);
      expect(await client.listed()).toEqual([{ medium: 'email', address: 's8@example.org' }]);
      expect(client.requests).toEqual([
        {
          path: '/email/requestToken',
          body: { email: 's8@example.org', client_secret: secret, send_attempt: 1 },
        },
        { path: '/add', body: { sid, client_secret: secret } },
        {
          path: '/add',
          body: { sid, client_secret: secret, auth: { session, ...passwordAuth(client) } },
        },
      ]);
    });

    it('S9: removes the address, and reports that there is no identity server', async () => {
      const account = await testServer.newAccount();
      const threepid = { medium: 'email', address: 's9@example.org' } as const;
      await testServer.give(account, threepid);
      const client = await startClient(testServer, account);
      clients.push(client);
      const view = await confirming(await client.remove(threepid));
      expect(view).toMatchObject({ threepid, isLast: true });
      view.confirm?.();
      const { notice, rows } = await client.removed();
      expect(rows).toEqual([]);
      expect(notice).toEqual({
        type: 'removed',
        threepid,
        unbindResult: 'no-support',
      });
      expect(client.requests).toEqual([{ path: '/delete', body: threepid }]);
    });
  });

  describe('a phone number', () => {
    it('S11: reports a number in use at the field, and keeps it there', async () => {
      await testServer.give(await testServer.newAccount(), {
        medium: 'msisdn',
        address: '33611223301',
      });
      const { client, actor } = await sent('0611223301', 'FR');
      const { fields } = await at(actor, 'editing');
      expect(fields.address.problem).toEqual({ code: 'inUse', medium: 'msisdn' });
      expect(fields.address.value).toBe('0611223301');
      expect(client.requests).toEqual([
        {
          path: '/msisdn/requestToken',
          body: {
            country: 'FR',
            phone_number: '0611223301',
            client_secret: secret,
            send_attempt: 1,
          },
        },
      ]);
      expect(testServer.sentTo('33611223301')).toBe(0);
    });

    it("S12: asks for the code, and shows the number in the homeserver's format", async () => {
      const { client, view, text } = await sentText('611223302');
      expect(view.address).toBe('+33 6 11 22 33 02');
      expect(stepMessage(en, view).text).toBe(
        'A text message has been sent to \u2068+33 6 11 22 33 02\u2069. Please enter the verification code it contains.',
      );
      expect(text.code).toMatch(/^\d{6}$/u);
      expect(client.requests).toEqual([
        {
          path: '/msisdn/requestToken',
          body: {
            country: 'FR',
            phone_number: '611223302',
            client_secret: secret,
            send_attempt: 1,
          },
        },
      ]);
    });

    it('S13: reports a wrong code at the field, and accepts another one', async () => {
      const { client, actor, view, text } = await sentText('611223303');
      const wrong = text.code === '111111' ? '222222' : '111111';
      view.submit?.(wrong);
      const again = await at(actor, 'validatingByToken');
      expect(again.fields.token.problem).toEqual({ code: 'tokenWrong' });
      expect(again.submit).not.toBeNull();
      expect(client.requests.at(-1)).toEqual({
        path: '/_matrix/client/unstable/add_threepid/msisdn/submit_token',
        body: { sid, client_secret: secret, token: wrong },
      });
    });

    it('S14: adds the number after the right code and the password', async () => {
      const { client, actor, view, text } = await sentText('611223304');
      view.submit?.(` ${text.code.slice(0, 3)} ${text.code.slice(3)}`);
      client.submitPassword(await authAt(actor, 'password'), client.account.password);
      await at(actor, 'added');
      expect(await client.listed()).toEqual([{ medium: 'msisdn', address: '33611223304' }]);
      expect(client.requests.slice(1)).toEqual([
        {
          path: '/_matrix/client/unstable/add_threepid/msisdn/submit_token',
          body: { sid, client_secret: secret, token: text.code },
        },
        { path: '/add', body: { sid, client_secret: secret } },
        {
          path: '/add',
          body: { sid, client_secret: secret, auth: { session, ...passwordAuth(client) } },
        },
      ]);
    });

    it('S15: removes the number with its country code and without a plus', async () => {
      const account = await testServer.newAccount();
      const threepid = { medium: 'msisdn', address: '33611223344' } as const;
      await testServer.give(account, threepid);
      const client = await startClient(testServer, account);
      clients.push(client);
      (await confirming(await client.remove(threepid))).confirm?.();
      expect((await client.removed()).rows).toEqual([]);
      expect(client.requests).toEqual([{ path: '/delete', body: threepid }]);
    });

    it('S16: sends the number without plus and country code, and with an upper-case country', async () => {
      const { client, actor } = await sent('+33 6 11 22 33 05', 'fr');
      await at(actor, 'validatingByToken');
      expect(client.requests[0]?.body).toEqual({
        country: 'FR',
        phone_number: '611223305',
        client_secret: secret,
        send_attempt: 1,
      });
    });
  });
}

const consoleOutput: string[] = [];

/** Records the console's output for `expectNoSecretsOf`. */
export function recordConsole(): void {
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => consoleOutput.push(inspect(words)));
  }
}

/** Stops the clients, and asserts that neither their traces nor the console contain a secret. */
export function expectNoSecretsOf(clients: readonly Client[]): void {
  vi.restoreAllMocks();
  const written = consoleOutput.splice(0);
  for (const client of clients) {
    const traces = [...client.traces(), ...written];
    client.stop();
    expect(traces.length).toBeGreaterThan(5);
    for (const each of client.secrets) {
      const leaks = traces.filter((trace) => contains(trace, each));
      expect(leaks.map((trace) => trace.slice(0, 80))).toEqual([]);
    }
  }
}

function secretOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'client_secret' in body
    ? body.client_secret
    : undefined;
}

/** A short secret, such as a code of six digits, may be part of a timestamp, so it counts only as a whole value. */
function contains(trace: string, secret: string): boolean {
  const quoted = JSON.stringify(secret);
  if (secret.length < 16) return trace.includes(quoted);
  return trace.includes(secret) || trace.includes(quoted.slice(1, -1));
}
