import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { Account } from '../test/test-homeserver.ts';
import { installedPython } from './install.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';
import { SYDENT, SYNAPSE } from './programs.ts';

const ErrorBody = v.object({ errcode: v.string() });
const Sid = v.object({ sid: v.string() });
const PhoneSid = v.object({
  sid: v.string(),
  submit_url: v.string(),
  msisdn: v.string(),
  intl_fmt: v.string(),
});
const InteractiveAuth = v.object({ session: v.string(), flows: v.array(v.unknown()) });
const Threepids = v.object({
  threepids: v.array(v.object({ medium: v.string(), address: v.string() })),
});

describe('the harness around Synapse and Sydent', () => {
  let homeserver: RealHomeserver;
  let account: Account;

  beforeAll(async () => {
    homeserver = await openSynapse();
    account = await homeserver.newAccount();
  });
  afterAll(() => homeserver.close());

  async function request(path: string, body?: object) {
    const response = await homeserver.fetch(new URL(path, homeserver.baseUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${account.accessToken}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    return { status: response.status, body: json };
  }
  const call = (path: string, body?: object) =>
    request(`/_matrix/client/v3/account/3pid${path}`, body);

  async function listed() {
    const { threepids } = v.parse(Threepids, (await call('')).body);
    return threepids.map(({ medium, address }) => ({ medium, address }));
  }

  async function add(validation: { sid: string; client_secret: string }) {
    const first = await call('/add', validation);
    expect(first.status).toBe(401);
    const { session } = v.parse(InteractiveAuth, first.body);
    return call('/add', {
      ...validation,
      auth: {
        type: 'm.login.password',
        session,
        identifier: { type: 'm.id.user', user: account.userId },
        password: account.password,
      },
    });
  }

  it('runs the installed versions', () => {
    expect(homeserver.name).toBe(`Synapse ${SYNAPSE.version}, Sydent ${SYDENT.version}`);
    expect(installedPython(SYNAPSE)).toBeDefined();
    expect(installedPython(SYDENT)).toBeDefined();
  });

  it('delivers a mail whose link validates an address, and the address can be added and removed', async () => {
    const client_secret = 'emailsecret';
    const requested = await call('/email/requestToken', {
      client_secret,
      email: 'Alice@Example.org',
      send_attempt: 1,
    });
    expect(requested.status).toBe(200);
    const { sid } = v.parse(Sid, requested.body);

    const mail = await homeserver.nextMail('alice@example.org');
    expect(mail.subject).toBe(`[${homeserver.serverName}] Validate your email`);
    expect(mail.text).toContain(
      'A request to add an email address to your Matrix account has been received. If this was you,\n' +
        'please click the link below to confirm adding this email:',
    );
    expect(mail.text).toContain(
      'If this was not you, you can safely ignore this email. Thank you.',
    );
    expect(mail.link).toContain(
      `${homeserver.baseUrl}/_matrix/client/unstable/add_threepid/email/submit_token?token=`,
    );
    expect(homeserver.sentTo('alice@example.org')).toBe(1);

    const early = await add({ sid, client_secret });
    expect(early.status).toBe(400);
    expect(v.parse(ErrorBody, early.body).errcode).toBe('M_THREEPID_AUTH_FAILED');

    expect(await homeserver.openLink(mail.link)).toEqual({
      status: 200,
      text: 'Your email has now been validated, please return to your client. You may now close this window.',
    });
    expect((await add({ sid, client_secret })).status).toBe(200);
    const threepid = { medium: 'email', address: 'alice@example.org' };
    expect(await listed()).toEqual([threepid]);

    expect(await call('/delete', threepid)).toEqual({
      status: 200,
      body: { id_server_unbind_result: 'no-support' },
    });
    expect(await listed()).toEqual([]);
  });

  it('delivers a text message whose code validates a number, and the number can be added and removed', async () => {
    const client_secret = 'phonesecret';
    const tokenRequest = {
      client_secret,
      country: 'FR',
      phone_number: '0611223344',
      send_attempt: 1,
    };
    const requested = await call('/msisdn/requestToken', tokenRequest);
    expect(requested.status).toBe(200);
    const { sid, submit_url, msisdn, intl_fmt } = v.parse(PhoneSid, requested.body);
    expect(msisdn).toBe('33611223344');
    expect(intl_fmt).toBe('+33 6 11 22 33 44');

    const { text, code } = await homeserver.nextText(msisdn);
    expect(code).toMatch(/^\d{6}$/);
    expect(text).toBe(`Your Riot validation code is ${code}, please enter this into the app`);

    const again = await call('/msisdn/requestToken', tokenRequest);
    expect(v.parse(PhoneSid, again.body).sid).toBe(sid);
    expect((await homeserver.nextText(msisdn)).code).toBe(code);
    expect(homeserver.sentTo(msisdn)).toBe(2);

    const wrong = await request(submit_url, { sid, client_secret, token: 'wrong' });
    expect(wrong.status).toBe(400);
    expect(v.parse(ErrorBody, wrong.body).errcode).toBe('M_UNKNOWN');
    const early = await add({ sid, client_secret });
    expect(early.status).toBe(400);
    expect(v.parse(ErrorBody, early.body).errcode).toBe('M_THREEPID_AUTH_FAILED');

    expect(await request(submit_url, { sid, client_secret, token: code })).toEqual({
      status: 200,
      body: { success: true },
    });
    expect((await add({ sid, client_secret })).status).toBe(200);
    const threepid = { medium: 'msisdn', address: msisdn };
    expect(await listed()).toEqual([threepid]);
    expect((await call('/delete', threepid)).status).toBe(200);
    expect(await listed()).toEqual([]);
  });

  it('adds threepids to an account as another client would, and keeps its others', async () => {
    const email = { medium: 'email', address: 'given@example.org' } as const;
    const phone = { medium: 'msisdn', address: '33611223355' } as const;
    await homeserver.give(account, email);
    await homeserver.give(account, phone);
    expect(await listed()).toEqual(expect.arrayContaining([email, phone]));

    const taken = await call('/email/requestToken', {
      client_secret: 'other',
      email: email.address,
      send_attempt: 1,
    });
    expect(v.parse(ErrorBody, taken.body).errcode).toBe('M_THREEPID_IN_USE');
    expect(homeserver.sentTo(email.address)).toBe(0);
  });
});
