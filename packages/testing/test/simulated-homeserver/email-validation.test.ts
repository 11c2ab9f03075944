import { expect, it } from 'vitest';
import { openHomeserver, sidOf } from './open-homeserver.ts';

const HOUR = 3_600_000;

const VALIDATED =
  '<p>Your email has now been validated, please return to your client. You may now close this window.</p>';

/** The page that says why a link validated nothing. */
const refused = (reason: string) => ({
  status: 400,
  body: expect.stringContaining(
    `<p>The request failed for the following reason: ${reason}.</p><p>No changes have been made to your account.</p>`,
  ),
});

it('sends a mail with a link, to the canonical address', async () => {
  const { homeserver, requestEmailToken, now } = openHomeserver();
  const answer = await requestEmailToken({ email: '  Strauß@EXAMPLE.org ' });
  expect(answer).toEqual({ status: 200, body: { sid: expect.stringMatching(/^[a-zA-Z]{16}$/u) } });

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
          `\\?token=[a-zA-Z]{32}&client_secret=secret&sid=${sidOf(answer)}$`,
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
  // It counted before it looked at the link, so the second one meets the limit.
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

it('is asked without an access token, and does not mind a bad one', async () => {
  const { requestEmailToken } = openHomeserver();
  expect((await requestEmailToken({}, { as: null })).status).toBe(200);
  expect((await requestEmailToken({}, { as: 'nonsense' })).status).toBe(200);
});

it('hides on request that an address is in use: an answer as for a free one, and no mail', async () => {
  const { homeserver, alice, requestEmailToken, add, completeAuth } = openHomeserver({
    inhibitErrors: true,
  });
  homeserver.addThreepid(alice.userId, { medium: 'email', address: 'alice@example.org' });
  const answer = await requestEmailToken();
  expect(answer).toEqual({ status: 200, body: { sid: expect.any(String) } });
  expect(homeserver.mailbox.sent).toEqual([]);
  const auth = { session: await completeAuth() };
  expect(await add({ sid: sidOf(answer), client_secret: 'secret', auth })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
});

it('sends again only for a higher attempt, in the same session', async () => {
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

it('has another session for another secret and for another address', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const answers = [
    await requestEmailToken(),
    await requestEmailToken({ client_secret: 'other' }),
    await requestEmailToken({ email: 'other@example.org' }),
  ];
  expect(new Set(answers.map(sidOf)).size).toBe(3);
  expect(homeserver.mailbox.sent).toHaveLength(3);
});

// Observed on Synapse: it stores the session after it has handed the mail over.
it('sends as many mails as requests that come together', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const answers = await Promise.all([requestEmailToken(), requestEmailToken()]);
  expect(new Set(answers.map(sidOf)).size).toBe(2);
  expect(homeserver.mailbox.sent).toHaveLength(2);
});

it('forgets an attempt whose mail was refused, so that it can be made again', async () => {
  const { homeserver, requestEmailToken } = openHomeserver({ mailServer: 'refusing' });
  expect(await requestEmailToken()).toEqual({
    status: 500,
    body: { errcode: 'M_UNKNOWN', error: 'An error was encountered when sending the email' },
  });
  homeserver.settings.mailServer = 'working';
  expect((await requestEmailToken()).status).toBe(200);
  expect(homeserver.mailbox.sent).toHaveLength(1);
});

it('validates by the link of any mail of the session, as often as it is opened', async () => {
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
it('says on a page why a link validates nothing', async () => {
  const { homeserver, requestEmailToken, newestLink, get, pass } = openHomeserver();
  await requestEmailToken();
  async function open(changes: Record<string, string> = {}) {
    const link = new URL(newestLink());
    for (const [name, value] of Object.entries(changes)) link.searchParams.set(name, value);
    return get(link.href, { as: null });
  }
  const wrong = { token: 'wrong', client_secret: 'wrong' };
  expect(await open({ sid: 'wrong', ...wrong })).toEqual(refused('Unknown session_id'));
  expect(await open(wrong)).toEqual(refused('Validation token not found or has expired'));
  expect(await open({ client_secret: 'wrong' })).toEqual(
    refused('This client_secret does not match the provided session_id'),
  );
  pass(HOUR);
  expect(await open()).toEqual(refused('This token has expired. Please request a new one'));
  homeserver.settings.inhibitErrors = true;
  expect(await open({ sid: 'wrong' })).toEqual(
    refused('Validation token not found or has expired'),
  );
});

it('asks a link for its parts in JSON', async () => {
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

it('keeps a link good for its lifetime, and the session beyond it', async () => {
  const { homeserver, requestEmailToken, newestLink, get, pass } = openHomeserver();
  const sid = sidOf(await requestEmailToken());
  const late = newestLink();
  pass(HOUR - 1);
  homeserver.settings.tokenLifetime = 1000;
  const again = await requestEmailToken({ send_attempt: 2 });
  expect(sidOf(again)).toBe(sid);
  pass(1);
  expect((await get(late)).status).toBe(400);
  expect((await get(newestLink())).status).toBe(200);
});

// Synapse throws expired tokens away every half hour, THIRTY_MINUTES_IN_MS in registration.py.
it('welcomes an opened link again until the expired token is thrown away', async () => {
  const { validated, newestLink, get, pass } = openHomeserver();
  await validated();
  pass(HOUR + HOUR / 2 - 1);
  expect((await get(newestLink())).status).toBe(200);
  pass(1);
  expect(await get(newestLink())).toEqual(refused('Validation token not found or has expired'));
});

it('begins a new session once the last one was validated, which stays good for ever', async () => {
  const { homeserver, validated, requestEmailToken, add, completeAuth, pass } = openHomeserver();
  const proof = await validated();
  const { client_secret } = proof;
  const renewed = sidOf(await requestEmailToken({ client_secret }));
  expect(renewed).not.toBe(proof.sid);
  expect(homeserver.mailbox.sent).toHaveLength(2);

  pass(30 * 24 * HOUR);
  const auth = { session: await completeAuth() };
  expect((await add({ sid: renewed, client_secret, auth })).status).toBe(400);
  expect((await add({ ...proof, auth })).status).toBe(200);
});

// Synapse answers HEAD as GET (synapse/http/server.py), so a scanner of mails validates.
it('validates by HEAD as well', async () => {
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
])('leads from the link on to %s', async (next_link, location) => {
  const { homeserver, requestEmailToken, newestLink } = openHomeserver();
  const sid = sidOf(await requestEmailToken({ next_link }));
  const response = await homeserver.fetch(newestLink());
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(`${location}${sid}`);
  expect(response.headers.get('Content-Type')).toMatch(/^text\/html/u);
});

it('leads nowhere where next_link is empty', async () => {
  const { requestEmailToken, newestLink, get } = openHomeserver();
  await requestEmailToken({ next_link: '' });
  expect((await get(newestLink())).status).toBe(200);
});
