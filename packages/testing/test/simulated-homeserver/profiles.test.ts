import { describe, expect, it } from 'vitest';
import { profiles } from '../../src/index.ts';
import { openHomeserver, sidOf } from './open-homeserver.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const EMAIL = { medium: 'email', address: 'alice@example.org' } as const;

/** An error with any text. */
const rejected = (status: number, errcode: string) => ({
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

/** Sends a text, and returns its code and session. */
async function sendText({ homeserver, requestMsisdnToken }: ReturnType<typeof open>) {
  const sid = sidOf(await requestMsisdnToken());
  const code = homeserver.phone.latest()?.code ?? '';
  return { code, credentials: { sid, client_secret: 'secret' } };
}

describe('Synapse', () => {
  it('is the default', async () => {
    expect(open('synapse').homeserver.settings).toEqual(openHomeserver().homeserver.settings);
  });
});

describe('Synapse with inhibited errors', () => {
  it('responds to an address in use with a sid, and sends no mail', async () => {
    const { homeserver, alice, requestEmailToken } = open('synapseInhibited');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await requestEmailToken()).toEqual({ status: 200, body: { sid: expect.any(String) } });
    expect(homeserver.mailbox.sent).toEqual([]);
  });
});

describe('Synapse 1.67', () => {
  it('sends a mail even if changes are disabled', async () => {
    const { requestEmailToken } = open('synapse167', { changesEnabled: false });
    expect((await requestEmailToken()).status).toBe(200);
  });

  it('has other codes for invalid fields', async () => {
    const { requestEmailToken, requestMsisdnToken } = open('synapse167');
    expect(await requestEmailToken({ email: 'nonsense' })).toEqual(rejected(400, 'M_BAD_JSON'));
    expect(await requestEmailToken({ email: undefined })).toEqual(rejected(400, 'M_BAD_JSON'));
    expect(await requestEmailToken({ id_server: 'id.example' })).toEqual(
      rejected(400, 'M_BAD_JSON'),
    );
    expect(await requestMsisdnToken({ phone_number: 'x' })).toEqual(rejected(400, 'M_UNKNOWN'));
    expect(await requestMsisdnToken({ country: 'fr' })).toEqual(rejected(400, 'M_UNKNOWN'));
  });

  it('has no code for an unsupported medium', async () => {
    const settings = { mailServer: 'unconfigured', phoneDelegate: 'unconfigured' } as const;
    const { requestEmailToken, requestMsisdnToken } = open('synapse167', settings);
    expect(await requestEmailToken()).toEqual(rejected(400, 'M_UNKNOWN'));
    expect(await requestMsisdnToken()).toEqual(rejected(400, 'M_UNKNOWN'));
  });

  it('fails if auth is null', async () => {
    const { add } = open('synapse167');
    const body = { sid: 'any', client_secret: 'any' };
    expect(await add({ ...body, auth: null })).toEqual(rejected(500, 'M_UNKNOWN'));
    expect((await add(body)).status).toBe(401);
  });

  it('responds 400 to an unknown path and an unknown method', async () => {
    const { get, post } = open('synapse167');
    expect(await get('nonsense')).toEqual({ status: 400, body: UNRECOGNIZED });
    expect(await post('whoami', {})).toEqual({ status: 400, body: UNRECOGNIZED });
  });

  it('has the wait of a 429 only in the body', async () => {
    const { homeserver, requestEmailToken } = open('synapse167', {
      rateLimit: { perSecond: 0.003, burst: 1 },
    });
    await requestEmailToken();
    expect(await requestEmailToken()).toMatchObject({
      status: 429,
      body: { retry_after_ms: expect.any(Number) },
    });
    expect(await retryAfterOf(homeserver)).toBeNull();
  });
});

describe('Tuwunel', () => {
  it('supports no phone numbers, and denies emails without a mail server', async () => {
    const { requestMsisdnToken, requestEmailToken, homeserver } = open('tuwunel');
    const unsupported = rejected(400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED');
    expect(await requestMsisdnToken()).toEqual(unsupported);
    homeserver.settings.mailServer = 'unconfigured';
    expect(await requestEmailToken()).toEqual(rejected(403, 'M_THREEPID_DENIED'));
  });

  it('validates an address only when the user presses the button of the page', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, newestLink, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    const page = await homeserver.fetch(newestLink());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<form method="post"><button>Confirm</button></form>');
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(rejected(403, 'M_THREEPID_AUTH_FAILED'));
    expect(await (await confirmLink(opened)).text()).toContain('has now been validated');
    expect((await add(request)).status).toBe(200);
  });

  it('adds once with a session, and sends no further mail for it', async () => {
    const opened = open('tuwunel');
    const { homeserver, alice, requestEmailToken, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect((await add(request)).status).toBe(200);
    expect(await add(request)).toEqual(rejected(403, 'M_THREEPID_AUTH_FAILED'));
    expect(homeserver.threepidsOf(alice.userId)).toMatchObject([EMAIL]);
    const { post } = opened;
    await post('3pid/delete', EMAIL);
    const again = await requestEmailToken({ send_attempt: 2 });
    expect(again).toEqual(rejected(403, 'M_THREEPID_AUTH_FAILED'));
  });

  it('does not find a session that is an hour old', async () => {
    const opened = open('tuwunel');
    const { requestEmailToken, add, passwordStage, advance } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    advance(HOUR);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(rejected(404, 'M_NOT_FOUND'));
    const next = sidOf(await requestEmailToken({ send_attempt: 2 }));
    expect(next).not.toBe(sid);
  });

  it('voids the older link and the validation with another mail', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, newestLink, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    const older = newestLink();
    await confirmLink(opened);
    expect(sidOf(await requestEmailToken({ send_attempt: 2 }))).toBe(sid);
    expect((await homeserver.fetch(older, { method: 'POST' })).status).toBe(400);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(rejected(403, 'M_THREEPID_AUTH_FAILED'));
    await confirmLink(opened);
    expect((await add(request)).status).toBe(200);
  });

  it('rejects an address that another account has added', async () => {
    const opened = open('tuwunel');
    const { homeserver, requestEmailToken, add, passwordStage } = opened;
    const sid = sidOf(await requestEmailToken());
    await confirmLink(opened);
    const { userId } = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
    homeserver.addThreepid(userId, EMAIL);
    const request = { sid, client_secret: 'secret', auth: passwordStage() };
    expect(await add(request)).toEqual(rejected(400, 'M_THREEPID_IN_USE'));
    expect(homeserver.threepidsOf(userId)).toMatchObject([EMAIL]);
  });
});

describe('the newest specification', () => {
  it('has codes for a wrong and an expired code', async () => {
    const opened = open('specification');
    const { submitMsisdnToken, advance } = opened;
    const { code, credentials } = await sendText(opened);
    expect(await submitMsisdnToken({ ...credentials, token: 'wrong' })).toEqual(
      rejected(400, 'M_TOKEN_INCORRECT'),
    );
    advance(DAY + 1);
    expect(await submitMsisdnToken({ ...credentials, token: code })).toEqual(
      rejected(400, 'M_SESSION_EXPIRED'),
    );
  });

  it('has codes for an expired session, of either medium', async () => {
    const opened = open('specification');
    const { submitMsisdnToken, validated, add, passwordStage, advance } = opened;
    const email = await validated();
    const { code, credentials } = await sendText(opened);
    await submitMsisdnToken({ ...credentials, token: code });
    advance(DAY + 1);
    for (const session of [email, credentials]) {
      expect(await add({ ...session, auth: passwordStage() })).toEqual(
        rejected(400, 'M_SESSION_EXPIRED'),
      );
    }
  });

  it('has a code for a mail that cannot be sent, and 403 for disabled changes', async () => {
    const { homeserver, requestEmailToken } = open('specification', { mailServer: 'refusing' });
    expect(await requestEmailToken()).toEqual(rejected(400, 'M_EMAIL_SEND_ERROR'));
    homeserver.settings.changesEnabled = false;
    expect(await requestEmailToken()).toEqual(rejected(403, 'M_FORBIDDEN'));
  });

  it('has the wait of a 429 only in the header', async () => {
    const { homeserver, requestEmailToken } = open('specification', {
      rateLimit: { perSecond: 0.003, burst: 1 },
    });
    await requestEmailToken();
    expect(await requestEmailToken()).toEqual(rejected(429, 'M_LIMIT_EXCEEDED'));
    expect(await retryAfterOf(homeserver)).toMatch(/^\d+$/u);
  });

  it('rejects an address that another account has added', async () => {
    const { homeserver, validated, add, passwordStage } = open('specification');
    const session = await validated();
    const { userId } = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
    homeserver.addThreepid(userId, EMAIL);
    expect(await add({ ...session, auth: passwordStage() })).toEqual(
      rejected(400, 'M_THREEPID_IN_USE'),
    );
  });
});

describe('Dendrite', () => {
  it('requires an identity server for emails, and serves no other validation', async () => {
    const { requestEmailToken, requestMsisdnToken, submitMsisdnToken, get, add } = open('dendrite');
    expect(await requestEmailToken()).toEqual(rejected(400, 'M_SERVER_NOT_TRUSTED'));
    const unrecognized = { status: 404, body: UNRECOGNIZED };
    expect(await requestMsisdnToken()).toEqual(unrecognized);
    expect(await submitMsisdnToken({})).toEqual(unrecognized);
    const link = '/_matrix/client/unstable/add_threepid/email/submit_token';
    expect(await get(link)).toEqual(unrecognized);
    expect(await add({})).toEqual(unrecognized);
  });

  it('has no capability and no times', async () => {
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

  it('removes without an unbind result', async () => {
    const { homeserver, alice, post } = open('dendrite');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await post('3pid/delete', EMAIL)).toEqual({ status: 200, body: {} });
    expect(homeserver.threepidsOf(alice.userId)).toEqual([]);
  });
});

describe('a homeserver without interactive auth', () => {
  it('adds a validated threepid at once', async () => {
    const { homeserver, alice, requestEmailToken, newestLink, add } =
      open('withoutInteractiveAuth');
    const request = { sid: sidOf(await requestEmailToken()), client_secret: 'secret' };
    expect(await add(request)).toEqual(rejected(400, 'M_THREEPID_AUTH_FAILED'));
    await homeserver.fetch(newestLink());
    expect(await add(request)).toEqual({ status: 200, body: {} });
    expect(homeserver.threepidsOf(alice.userId)).toMatchObject([EMAIL]);
  });
});

describe('delegated auth', () => {
  it('serves no changes, and its capability says so', async () => {
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

  it('lists the threepids of the account', async () => {
    const { homeserver, alice, get } = open('delegatedAuth');
    homeserver.addThreepid(alice.userId, EMAIL);
    expect(await get('3pid')).toMatchObject({ status: 200, body: { threepids: [EMAIL] } });
  });

  it('returns where the account is managed, without an access token and under both paths', async () => {
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

/** Sends a request over the limit, and returns `Retry-After` of the response. */
async function retryAfterOf({ baseUrl, handle }: ReturnType<typeof open>['homeserver']) {
  const url = `${baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`;
  const body = JSON.stringify({ email: EMAIL.address, client_secret: 'secret', send_attempt: 1 });
  const response = await handle(new Request(url, { method: 'POST', body }));
  expect(response.status).toBe(429);
  return response.headers.get('Retry-After');
}
