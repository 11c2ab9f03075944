import { describe, expect, it } from 'vitest';
import { profiles } from '../../src/index.ts';
import { openHomeserver, sidOf } from './open-homeserver.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const EMAIL = { medium: 'email', address: 'alice@example.org' } as const;

/** A matrixError, whatever its text. */
const refused = (status: number, errcode: string) => ({
  status,
  body: { errcode, error: expect.any(String) },
});

const UNRECOGNIZED = { errcode: 'M_UNRECOGNIZED', error: 'Unrecognized request' };

function open(profile: keyof typeof profiles, settings: Parameters<typeof openHomeserver>[0] = {}) {
  return openHomeserver({ ...profiles[profile], ...settings });
}

/** Opens the newest link and presses the button of its page. */
async function confirmLink({ homeserver, newestLink }: ReturnType<typeof open>) {
  return await homeserver.fetch(newestLink(), { method: 'POST' });
}

/** A text whose code may be entered. */
async function texted({ homeserver, requestMsisdnToken }: ReturnType<typeof open>) {
  const sid = sidOf(await requestMsisdnToken());
  const code = homeserver.phone.latest()?.code ?? '';
  return { code, credentials: { sid, client_secret: 'secret' } };
}

describe('Synapse', () => {
  it('is what a homeserver is without a profile', async () => {
    expect(open('synapse').homeserver.settings).toEqual(openHomeserver().homeserver.settings);
  });
});

describe('Synapse with inhibited errors', () => {
  it('answers an address in use with a sid that never becomes valid', async () => {
    const { homeserver, alice, requestEmailToken } = open('synapseInhibited');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await requestEmailToken()).toEqual({ status: 200, body: { sid: expect.any(String) } });
    expect(homeserver.mailbox.sent).toEqual([]);
  });
});

describe('Synapse 1.67', () => {
  it('mails although changes are disabled', async () => {
    const { requestEmailToken } = open('synapse167', { changesEnabled: false });
    expect((await requestEmailToken()).status).toBe(200);
  });

  it('has other codes for what it cannot read', async () => {
    const { requestEmailToken, requestMsisdnToken } = open('synapse167');
    expect(await requestEmailToken({ email: 'nonsense' })).toEqual(refused(400, 'M_BAD_JSON'));
    expect(await requestEmailToken({ email: undefined })).toEqual(refused(400, 'M_BAD_JSON'));
    expect(await requestEmailToken({ id_server: 'id.example' })).toEqual(
      refused(400, 'M_BAD_JSON'),
    );
    expect(await requestMsisdnToken({ phone_number: 'x' })).toEqual(refused(400, 'M_UNKNOWN'));
    expect(await requestMsisdnToken({ country: 'fr' })).toEqual(refused(400, 'M_UNKNOWN'));
  });

  it('has no code for a medium that is not offered', async () => {
    const settings = { mailServer: 'unconfigured', phoneDelegate: 'unconfigured' } as const;
    const { requestEmailToken, requestMsisdnToken } = open('synapse167', settings);
    expect(await requestEmailToken()).toEqual(refused(400, 'M_UNKNOWN'));
    expect(await requestMsisdnToken()).toEqual(refused(400, 'M_UNKNOWN'));
  });

  it('fails where auth is null', async () => {
    const { add } = open('synapse167');
    const body = { sid: 'any', client_secret: 'any' };
    expect(await add({ ...body, auth: null })).toEqual(refused(500, 'M_UNKNOWN'));
    expect((await add(body)).status).toBe(401);
  });

  it('answers 400 to a path and a method that it does not serve', async () => {
    const { get, post } = open('synapse167');
    expect(await get('nonsense')).toEqual({ status: 400, body: UNRECOGNIZED });
    expect(await post('whoami', {})).toEqual({ status: 400, body: UNRECOGNIZED });
  });

  it('says in the body alone how long to wait', async () => {
    const { homeserver, requestEmailToken } = open('synapse167', {
      rateLimit: { perSecond: 0.003, burst: 1 },
    });
    await requestEmailToken();
    expect(await requestEmailToken()).toMatchObject({
      status: 429,
      body: { retry_after_ms: expect.any(Number) },
    });
    expect(await limited(homeserver)).toBeNull();
  });
});

describe('Tuwunel', () => {
  it('offers no phone numbers, and says of emails without a mail server that they are denied', async () => {
    const { requestMsisdnToken, requestEmailToken, homeserver } = open('tuwunel');
    const unsupported = refused(400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED');
    expect(await requestMsisdnToken()).toEqual(unsupported);
    homeserver.settings.mailServer = 'unconfigured';
    expect(await requestEmailToken()).toEqual(refused(403, 'M_THREEPID_DENIED'));
  });

  it('validates an address only once somebody pressed the button of the page', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, newestLink, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    const page = await homeserver.fetch(newestLink());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<form method="post"><button>Confirm</button></form>');
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(refused(403, 'M_THREEPID_AUTH_FAILED'));
    expect(await (await confirmLink(opened)).text()).toContain('has now been validated');
    expect((await add(request)).status).toBe(200);
  });

  it('adds once with a session, and sends no other mail for it', async () => {
    const opened = open('tuwunel');
    const { homeserver, alice, requestEmailToken, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect((await add(request)).status).toBe(200);
    expect(await add(request)).toEqual(refused(403, 'M_THREEPID_AUTH_FAILED'));
    expect(homeserver.threepidsOf(alice.userId)).toMatchObject([EMAIL]);
    const { post } = opened;
    await post('3pid/delete', EMAIL);
    const again = await requestEmailToken({ send_attempt: 2 });
    expect(again).toEqual(refused(403, 'M_THREEPID_AUTH_FAILED'));
  });

  it('says of a session that is an hour old that it is not found', async () => {
    const opened = open('tuwunel');
    const { requestEmailToken, add, passwordStage, pass } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    pass(HOUR);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(refused(404, 'M_NOT_FOUND'));
    const anew = sidOf(await requestEmailToken({ send_attempt: 2 }));
    expect(anew).not.toBe(sid);
  });

  it('loses the older link and the validation with another mail', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, newestLink, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    const older = newestLink();
    await confirmLink(opened);
    expect(sidOf(await requestEmailToken({ send_attempt: 2 }))).toBe(sid);
    expect((await homeserver.fetch(older, { method: 'POST' })).status).toBe(400);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(refused(403, 'M_THREEPID_AUTH_FAILED'));
    await confirmLink(opened);
    expect((await add(request)).status).toBe(200);
  });

  it('adds no address that another account has by then', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    const { userId } = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
    homeserver.addThreepid(userId, EMAIL);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(refused(400, 'M_THREEPID_IN_USE'));
    expect(homeserver.threepidsOf(userId)).toMatchObject([EMAIL]);
  });
});

describe('the newest specification', () => {
  it('has codes for a wrong and an expired code', async () => {
    const opened = open('specification');
    const { submitMsisdnToken, pass } = opened;
    const { code, credentials } = await texted(opened);
    expect(await submitMsisdnToken({ ...credentials, token: 'wrong' })).toEqual(
      refused(400, 'M_TOKEN_INCORRECT'),
    );
    pass(DAY + 1);
    expect(await submitMsisdnToken({ ...credentials, token: code })).toEqual(
      refused(400, 'M_SESSION_EXPIRED'),
    );
  });

  it('has codes for an expired session, of either medium', async () => {
    const opened = open('specification');
    const { submitMsisdnToken, validated, add, passwordStage, pass } = opened;
    const email = await validated();
    const { code, credentials } = await texted(opened);
    await submitMsisdnToken({ ...credentials, token: code });
    pass(DAY + 1);
    for (const session of [email, credentials]) {
      expect(await add({ ...session, auth: passwordStage() })).toEqual(
        refused(400, 'M_SESSION_EXPIRED'),
      );
    }
  });

  it('has a code for a mail that cannot be sent, and 403 for changes that nobody may make', async () => {
    const { homeserver, requestEmailToken } = open('specification', { mailServer: 'refusing' });
    expect(await requestEmailToken()).toEqual(refused(400, 'M_EMAIL_SEND_ERROR'));
    homeserver.settings.changesEnabled = false;
    expect(await requestEmailToken()).toEqual(refused(403, 'M_FORBIDDEN'));
  });

  it('says in a header alone how long to wait', async () => {
    const { homeserver, requestEmailToken } = open('specification', {
      rateLimit: { perSecond: 0.003, burst: 1 },
    });
    await requestEmailToken();
    expect(await requestEmailToken()).toEqual(refused(429, 'M_LIMIT_EXCEEDED'));
    expect(await limited(homeserver)).toMatch(/^\d+$/u);
  });

  it('adds no address that another account has by then', async () => {
    const { homeserver, validated, add, passwordStage } = open('specification');
    const session = await validated();
    const { userId } = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
    homeserver.addThreepid(userId, EMAIL);
    expect(await add({ ...session, auth: passwordStage() })).toEqual(
      refused(400, 'M_THREEPID_IN_USE'),
    );
  });
});

describe('Dendrite', () => {
  it('wants an identity server for emails, and has no other way to prove an address', async () => {
    const { requestEmailToken, requestMsisdnToken, submitMsisdnToken, get, add } = open('dendrite');
    expect(await requestEmailToken()).toEqual(refused(400, 'M_SERVER_NOT_TRUSTED'));
    const unrecognized = { status: 404, body: UNRECOGNIZED };
    expect(await requestMsisdnToken()).toEqual(unrecognized);
    expect(await submitMsisdnToken({})).toEqual(unrecognized);
    const link = '/_matrix/client/unstable/add_threepid/email/submit_token';
    expect(await get(link)).toEqual(unrecognized);
    expect(await add({})).toEqual(unrecognized);
  });

  it('shows no capability and no times', async () => {
    const { homeserver, alice, get } = open('dendrite');
    expect(await get('../capabilities')).toEqual({
      status: 200,
      body: { capabilities: { 'm.change_password': { enabled: true } } },
    });
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await get('3pid')).toEqual({
      status: 200,
      body: { threepids: [{ ...EMAIL, validated_at: 0, added_at: 0 }] },
    });
  });

  it('removes, and says nothing of identity servers', async () => {
    const { homeserver, alice, post } = open('dendrite');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await post('3pid/delete', EMAIL)).toEqual({ status: 200, body: {} });
    expect(homeserver.threepidsOf(alice.userId)).toEqual([]);
  });
});

describe('a homeserver without interactive auth', () => {
  it('adds at once what was validated', async () => {
    const { homeserver, alice, requestEmailToken, newestLink, add } =
      open('withoutInteractiveAuth');
    const request = { sid: sidOf(await requestEmailToken()), client_secret: 'secret' };
    expect(await add(request)).toEqual(refused(400, 'M_THREEPID_AUTH_FAILED'));
    await homeserver.fetch(newestLink());
    expect(await add(request)).toEqual({ status: 200, body: {} });
    expect(homeserver.threepidsOf(alice.userId)).toMatchObject([EMAIL]);
  });
});

describe('delegated auth', () => {
  it('serves nothing that changes, and says so by its capability', async () => {
    const { get, post } = open('delegatedAuth');
    const unrecognized = { status: 404, body: UNRECOGNIZED };
    for (const path of ['email/requestToken', 'msisdn/requestToken', 'add', 'delete']) {
      expect(await post(`3pid/${path}`, {})).toEqual(unrecognized);
    }
    const submission = '/_matrix/client/unstable/add_threepid';
    expect(await get(`${submission}/email/submit_token`)).toEqual(unrecognized);
    expect(await post(`${submission}/msisdn/submit_token`, {})).toEqual(unrecognized);
    expect(await get('../capabilities')).toMatchObject({
      body: { capabilities: { 'm.3pid_changes': { enabled: false } } },
    });
  });

  it('lists what the account has', async () => {
    const { homeserver, alice, get } = open('delegatedAuth');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await get('3pid')).toMatchObject({ status: 200, body: { threepids: [EMAIL] } });
  });

  it('says to anyone where the account is managed, under both paths', async () => {
    const { get } = open('delegatedAuth');
    for (const path of ['v1/auth_metadata', 'unstable/org.matrix.msc2965/auth_metadata']) {
      expect(await get(`/_matrix/client/${path}`, { as: null })).toMatchObject({
        status: 200,
        body: {
          issuer: 'https://account.homeserver.org/',
          account_management_uri: 'https://account.homeserver.org/account/',
          account_management_actions_supported: expect.arrayContaining(['org.matrix.profile']),
        },
      });
    }
  });
});

/** The header of an answer to a request too many. */
async function limited({ baseUrl, handle }: ReturnType<typeof open>['homeserver']) {
  const url = `${baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`;
  const body = JSON.stringify({ email: EMAIL.address, client_secret: 'secret', send_attempt: 1 });
  const response = await handle(new Request(url, { method: 'POST', body }));
  expect(response.status).toBe(429);
  return response.headers.get('Retry-After');
}
