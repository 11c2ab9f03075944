import { expect, it } from 'vitest';
import { openHomeserver, sidOf } from './open-homeserver.ts';

const HOUR = 3_600_000;

const VALIDATED =
  '<p>Your email has now been validated, please return to your client. You may now close this window.</p>';

/** The page that shows why a link does not validate. */
const rejected = (reason: string) => ({
  status: 400,
  body: expect.stringContaining(
    `<p>The request failed for the following reason: ${reason}.</p><p>No changes have been made to your account.</p>`,
  ),
});

it('sends a mail with a link, to the canonical address', async () => {
  const { homeserver, requestEmailToken, now } = openHomeserver();
  const response = await requestEmailToken({ email: '  Strauß@EXAMPLE.org ' });
  expect(response).toEqual({
    status: 200,
    body: { sid: expect.stringMatching(/^[a-zA-Z]{16}$/u) },
  });

  const [mail] = homeserver.mailbox.sent;
  expect(mail).toEqual({
    to: 'strauss@example.org',
    subject: '[homeserver.org] Validate your email',
    text:
      'A request to add an email address to your Matrix account has been received. If this was you, ' +
      `please click the link below to confirm adding this email:\n\n${mail?.link}\n\n` +
      'If this was not you, you can safely ignore this email. Thank you.',
    link: expect.stringMatching(
      new RegExp(
        '^https://homeserver\\.org/_matrix/client/unstable/add_threepid/email/submit_token' +
          `\\?token=[a-zA-Z]{32}&client_secret=secret&sid=${sidOf(response)}$`,
        'u',
      ),
    ),
    sentAt: now(),
  });
});

// Synapse, `on_POST` of EmailThreepidRequestTokenRestServlet in synapse/rest/client/account.py.
it('checks in this order: changes, mail, body, permission, limit, next_link, use', async () => {
  const { homeserver, alice, requestEmailToken } = openHomeserver({
    changesEnabled: false,
    mailServer: 'unconfigured',
    deniedAddresses: /@example\.org$/u,
    rateLimit: { perSecond: 0.003, burst: 1 },
  });
  const { settings } = homeserver;
  homeserver.addThreepid(alice.userId, { medium: 'email', address: 'alice@example.org' });
  const bad = { next_link: 'file:///etc/passwd' };

  expect(await requestEmailToken({ email: 'nonsense' })).toEqual({
    status: 400,
    body: { errcode: 'M_FORBIDDEN', error: '3PID changes are disabled on this server' },
  });
  settings.changesEnabled = true;
  expect(await requestEmailToken({ email: 'nonsense' })).toEqual({
    status: 400,
    body: {
      errcode: 'M_THREEPID_MEDIUM_NOT_SUPPORTED',
      error: 'Adding an email to your account is disabled on this server',
    },
  });
  settings.mailServer = 'working';
  expect(await requestEmailToken({ email: 'nonsense' })).toMatchObject({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM' },
  });
  expect(await requestEmailToken(bad)).toEqual({
    status: 403,
    body: {
      errcode: 'M_THREEPID_DENIED',
      error: 'Your email domain is not authorized on this server',
    },
  });
  settings.deniedAddresses = null;
  // The limit counts requests with a bad link, so it applies to the second one.
  expect(await requestEmailToken(bad)).toMatchObject({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM' },
  });
  expect((await requestEmailToken(bad)).status).toBe(429);
  settings.rateLimit = { perSecond: 1000, burst: 1000 };
  expect(await requestEmailToken()).toEqual({
    status: 400,
    body: { errcode: 'M_THREEPID_IN_USE', error: 'Email is already in use' },
  });
  expect(homeserver.mailbox.sent).toEqual([]);
});

it('needs no access token, and ignores an unknown one', async () => {
  const { requestEmailToken } = openHomeserver();
  expect((await requestEmailToken({}, { as: null })).status).toBe(200);
  expect((await requestEmailToken({}, { as: 'nonsense' })).status).toBe(200);
});

it('can hide that an address is in use: responds as for a free one, and sends no mail', async () => {
  const { homeserver, alice, requestEmailToken, add, completeAuth } = openHomeserver({
    inhibitErrors: true,
  });
  homeserver.addThreepid(alice.userId, { medium: 'email', address: 'alice@example.org' });
  const response = await requestEmailToken();
  expect(response).toEqual({ status: 200, body: { sid: expect.any(String) } });
  expect(homeserver.mailbox.sent).toEqual([]);
  const auth = { session: await completeAuth() };
  expect(await add({ sid: sidOf(response), client_secret: 'secret', auth })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
});

it('sends another mail only for a higher attempt, in the same session', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const sid = sidOf(await requestEmailToken({ send_attempt: 2 }));
  for (const send_attempt of [2, 1, -1]) {
    expect(sidOf(await requestEmailToken({ send_attempt }))).toBe(sid);
  }
  expect(homeserver.mailbox.sent).toHaveLength(1);
  for (const send_attempt of [3, 3]) {
    expect(sidOf(await requestEmailToken({ send_attempt }))).toBe(sid);
    expect(homeserver.mailbox.sent).toHaveLength(2);
  }
});

it('opens another session for another secret and for another address', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const responses = [
    await requestEmailToken(),
    await requestEmailToken({ client_secret: 'other' }),
    await requestEmailToken({ email: 'other@example.org' }),
  ];
  expect(new Set(responses.map(sidOf)).size).toBe(3);
  expect(homeserver.mailbox.sent).toHaveLength(3);
});

// Observed on Synapse: it stores the session after it has sent the mail.
it('sends one mail for each concurrent request', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const responses = await Promise.all([requestEmailToken(), requestEmailToken()]);
  expect(new Set(responses.map(sidOf)).size).toBe(2);
  expect(homeserver.mailbox.sent).toHaveLength(2);
});

it('allows the same attempt again after the mail server rejected the mail', async () => {
  const { homeserver, requestEmailToken } = openHomeserver({ mailServer: 'refusing' });
  expect(await requestEmailToken()).toEqual({
    status: 500,
    body: { errcode: 'M_UNKNOWN', error: 'An error was encountered when sending the email' },
  });
  homeserver.settings.mailServer = 'working';
  expect((await requestEmailToken()).status).toBe(200);
  expect(homeserver.mailbox.sent).toHaveLength(1);
});

it('validates by the link of any mail of the session, repeatedly', async () => {
  const { homeserver, requestEmailToken, newestLink, get } = openHomeserver();
  await requestEmailToken();
  const older = newestLink();
  await requestEmailToken({ send_attempt: 2 });
  expect(newestLink()).not.toBe(older);

  const response = await homeserver.fetch(older);
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain(VALIDATED);
  for (const link of [older, newestLink()]) {
    const { status, body } = await get(link, { as: null });
    expect({ status, body }).toEqual({ status: 200, body: expect.stringContaining(VALIDATED) });
  }
});

// Synapse, `validate_threepid_session` in synapse/storage/databases/main/registration.py.
it('shows on a page why a link does not validate', async () => {
  const { homeserver, requestEmailToken, newestLink, get, advance } = openHomeserver();
  await requestEmailToken();
  async function open(changes: Record<string, string> = {}) {
    const link = new URL(newestLink());
    for (const [name, value] of Object.entries(changes)) link.searchParams.set(name, value);
    return get(link.href, { as: null });
  }
  const wrong = { token: 'wrong', client_secret: 'wrong' };
  expect(await open({ sid: 'wrong', ...wrong })).toEqual(rejected('Unknown session_id'));
  expect(await open(wrong)).toEqual(rejected('Validation token not found or has expired'));
  expect(await open({ client_secret: 'wrong' })).toEqual(
    rejected('This client_secret does not match the provided session_id'),
  );
  advance(HOUR);
  expect(await open()).toEqual(rejected('This token has expired. Please request a new one'));
  homeserver.settings.inhibitErrors = true;
  expect(await open({ sid: 'wrong' })).toEqual(
    rejected('Validation token not found or has expired'),
  );
});

it('responds in JSON to a link with a missing or invalid parameter', async () => {
  const { homeserver, requestEmailToken, newestLink, get } = openHomeserver();
  await requestEmailToken();
  for (const name of ['sid', 'token', 'client_secret']) {
    const link = new URL(newestLink());
    link.searchParams.delete(name);
    expect(await get(link.href)).toEqual({
      status: 400,
      body: {
        errcode: 'M_MISSING_PARAM',
        error: `Missing string query parameter '${name}'`,
      },
    });
  }
  const link = new URL(newestLink());
  for (const secret of ['x y', 'x'.repeat(256)]) {
    link.searchParams.set('client_secret', secret);
    expect(await get(link.href)).toMatchObject({
      status: 400,
      body: { errcode: 'M_INVALID_PARAM' },
    });
  }
  homeserver.settings.mailServer = 'unconfigured';
  expect(await get(newestLink())).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_MEDIUM_NOT_SUPPORTED' },
  });
});

it('accepts a link during its lifetime, and the session after it', async () => {
  const { homeserver, requestEmailToken, newestLink, get, advance } = openHomeserver();
  const sid = sidOf(await requestEmailToken());
  const late = newestLink();
  advance(HOUR - 1);
  homeserver.settings.tokenLifetime = 1000;
  const again = await requestEmailToken({ send_attempt: 2 });
  expect(sidOf(again)).toBe(sid);
  advance(1);
  expect((await get(late)).status).toBe(400);
  expect((await get(newestLink())).status).toBe(200);
});

// Synapse deletes expired tokens every half hour, THIRTY_MINUTES_IN_MS in registration.py.
it('accepts an opened link again until the expired token is deleted', async () => {
  const { validated, newestLink, get, advance } = openHomeserver();
  await validated();
  advance(HOUR + HOUR / 2 - 1);
  expect((await get(newestLink())).status).toBe(200);
  advance(1);
  expect(await get(newestLink())).toEqual(rejected('Validation token not found or has expired'));
});

it('opens a new session after the last one was validated, which stays valid', async () => {
  const { homeserver, validated, requestEmailToken, add, completeAuth, advance } = openHomeserver();
  const proof = await validated();
  const { client_secret } = proof;
  const renewed = sidOf(await requestEmailToken({ client_secret }));
  expect(renewed).not.toBe(proof.sid);
  expect(homeserver.mailbox.sent).toHaveLength(2);

  advance(30 * 24 * HOUR);
  const auth = { session: await completeAuth() };
  expect((await add({ sid: renewed, client_secret, auth })).status).toBe(400);
  expect((await add({ ...proof, auth })).status).toBe(200);
});

// Synapse handles HEAD as GET (synapse/http/server.py), so a mail scanner validates.
it('validates by HEAD', async () => {
  const { homeserver, requestEmailToken, newestLink, add, completeAuth, send } = openHomeserver();
  const sid = sidOf(await requestEmailToken());
  expect(await send('HEAD', newestLink(), undefined)).toEqual({ status: 200, body: '' });
  const auth = { session: await completeAuth() };
  expect((await add({ sid, client_secret: 'secret', auth })).status).toBe(200);
  expect(homeserver.threepidsOf('alice')).toHaveLength(1);
});

// Synapse, `send_threepid_validation` in synapse/handlers/identity.py.
it.each([
  ['https://app.example/', 'https://app.example/?sid='],
  ['https://app.example/?a=b', 'https://app.example/?a=b&sid='],
  ['https://app.example/#/settings', 'https://app.example/#/settings?sid='],
])('redirects from the link to %s', async (next_link, location) => {
  const { homeserver, requestEmailToken, newestLink } = openHomeserver();
  const sid = sidOf(await requestEmailToken({ next_link }));
  const response = await homeserver.fetch(newestLink());
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(`${location}${sid}`);
  expect(response.headers.get('Content-Type')).toMatch(/^text\/html/u);
});

it('does not redirect if next_link is empty', async () => {
  const { requestEmailToken, newestLink, get } = openHomeserver();
  await requestEmailToken({ next_link: '' });
  expect((await get(newestLink())).status).toBe(200);
});
