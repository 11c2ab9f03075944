import { expect, it } from 'vitest';
import { openHomeserver, sidOf } from './open-homeserver.ts';

const DAY = 86_400_000;
const WRONG_CODE = {
  status: 400,
  body: { errcode: 'M_UNKNOWN', error: 'Error contacting the identity server' },
};

function codeSentTo(
  { phone }: ReturnType<typeof openHomeserver>['homeserver'],
  msisdn = '33611223344',
): string {
  const text = phone.latest(msisdn);
  if (text === undefined) throw new Error(`No text to ${msisdn}`);
  return text.code;
}

it('sends a text with a code, and returns the URL to submit it to', async () => {
  const { homeserver, requestMsisdnToken, now } = openHomeserver();
  expect(await requestMsisdnToken()).toEqual({
    status: 200,
    body: {
      success: true,
      sid: expect.stringMatching(/^\d{9}$/u),
      msisdn: '33611223344',
      intl_fmt: '+33 6 11 22 33 44',
      submit_url: 'https://homeserver.org/_matrix/client/unstable/add_threepid/msisdn/submit_token',
    },
  });
  const [text] = homeserver.phone.sent;
  expect(text).toEqual({
    to: '33611223344',
    text: `Your Riot validation code is ${text?.code}, please enter this into the app`,
    code: expect.stringMatching(/^\d{6}$/u),
    sentAt: now(),
  });
});

// Synapse, `on_POST` of MsisdnThreepidRequestTokenRestServlet in synapse/rest/client/account.py.
it('checks in this order: delegate, body, number, permission, limit, next_link, use', async () => {
  const { homeserver, alice, requestMsisdnToken } = openHomeserver({
    phoneDelegate: 'unconfigured',
    deniedAddresses: /^33/u,
    rateLimit: { perSecond: 0.003, burst: 1 },
  });
  const { settings } = homeserver;
  homeserver.addThreepid(alice.userId, { medium: 'msisdn', address: '33611223344' });
  const bad = { next_link: 'file:///etc/passwd' };

  expect(await requestMsisdnToken({ country: undefined })).toEqual({
    status: 400,
    body: {
      errcode: 'M_THREEPID_MEDIUM_NOT_SUPPORTED',
      error: 'Adding phone numbers to user account is not supported by this homeserver',
    },
  });
  settings.phoneDelegate = 'working';
  expect(await requestMsisdnToken({ country: undefined, phone_number: 'abc' })).toMatchObject({
    status: 400,
    body: { errcode: 'M_MISSING_PARAM' },
  });
  expect(await requestMsisdnToken({ phone_number: 'abc' })).toEqual({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM', error: 'Unable to parse phone number' },
  });
  expect(await requestMsisdnToken(bad)).toEqual({
    status: 403,
    body: {
      errcode: 'M_THREEPID_DENIED',
      error: 'Account phone numbers are not authorized on this server',
    },
  });
  settings.deniedAddresses = null;
  expect(await requestMsisdnToken(bad)).toEqual({
    status: 400,
    body: {
      errcode: 'M_INVALID_PARAM',
      error: "'next_link' domain not included in whitelist, or not http(s)",
    },
  });
  expect((await requestMsisdnToken(bad)).status).toBe(429);
  settings.rateLimit = { perSecond: 1000, burst: 1000 };
  expect(await requestMsisdnToken()).toEqual({
    status: 400,
    body: { errcode: 'M_THREEPID_IN_USE', error: 'MSISDN is already in use' },
  });
  expect(homeserver.phone.sent).toEqual([]);
});

it('sends a text even if changes are disabled', async () => {
  const { homeserver, requestMsisdnToken } = openHomeserver({ changesEnabled: false });
  expect((await requestMsisdnToken()).status).toBe(200);
  expect(homeserver.phone.sent).toHaveLength(1);
});

it('can hide that a number is in use, with a response that has only a sid', async () => {
  const { homeserver, alice, requestMsisdnToken } = openHomeserver({ inhibitErrors: true });
  homeserver.addThreepid(alice.userId, { medium: 'msisdn', address: '33611223344' });
  expect(await requestMsisdnToken()).toEqual({ status: 200, body: { sid: expect.any(String) } });
  expect(homeserver.phone.sent).toEqual([]);
});

// Synapse parses with Google's libphonenumber and checks nothing else (synapse/util/msisdn.py).
it.each([
  ['0611223344', 'FR', '33611223344'],
  ['611223344', 'FR', '33611223344'],
  [' (06) 11.22-33 44 ', 'FR', '33611223344'],
  ['+33611223344', 'GB', '33611223344'],
  ['+33611223344', 'XX', '33611223344'],
  ['+33611223344', 'FRA', '33611223344'],
  ['12', 'FR', '3312'],
])('parses %s as dialed from %s', async (phone_number, country, msisdn) => {
  const { requestMsisdnToken } = openHomeserver();
  expect(await requestMsisdnToken({ phone_number, country })).toMatchObject({
    status: 200,
    body: { msisdn },
  });
});

it.each([
  ['abc', 'FR'],
  ['', 'FR'],
  ['1', 'FR'],
  ['0611223344', 'XX'],
  ['0611223344', 'FRA'],
])('cannot parse %s as dialed from %s', async (phone_number, country) => {
  const { requestMsisdnToken } = openHomeserver();
  expect(await requestMsisdnToken({ phone_number, country })).toEqual({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM', error: 'Unable to parse phone number' },
  });
});

// Observed on Sydent 2.6.1, the identity server behind it.
it('sends another text for every request, with the same code in the same session', async () => {
  const { homeserver, requestMsisdnToken } = openHomeserver();
  const sid = sidOf(await requestMsisdnToken());
  expect(sidOf(await requestMsisdnToken())).toBe(sid);
  expect(sidOf(await requestMsisdnToken({ send_attempt: 2 }))).toBe(sid);
  const { sent } = homeserver.phone;
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ code }) => code)).size).toBe(1);

  expect(sidOf(await requestMsisdnToken({ client_secret: 'other' }))).not.toBe(sid);
  expect(sidOf(await requestMsisdnToken({ phone_number: '0611223355' }))).not.toBe(sid);
});

it('returns to a validated session, which still adds the number', async () => {
  const { homeserver, requestMsisdnToken, submitMsisdnToken, add, completeAuth } = openHomeserver();
  const proof = { sid: sidOf(await requestMsisdnToken()), client_secret: 'secret' };
  await submitMsisdnToken({ ...proof, token: codeSentTo(homeserver) });
  expect(sidOf(await requestMsisdnToken())).toBe(proof.sid);
  const auth = { session: await completeAuth() };
  expect((await add({ ...proof, auth })).status).toBe(200);
});

it('accepts the code repeatedly', async () => {
  const { homeserver, requestMsisdnToken, submitMsisdnToken } = openHomeserver();
  const proof = { sid: sidOf(await requestMsisdnToken()), client_secret: 'secret' };
  const token = codeSentTo(homeserver);
  const accepted = { status: 200, body: { success: true } };
  expect(await submitMsisdnToken({ ...proof, token })).toEqual(accepted);
  expect(await submitMsisdnToken({ ...proof, token })).toEqual(accepted);
});

it('rejects a session whose code was not submitted', async () => {
  const { homeserver, requestMsisdnToken, add, passwordStage } = openHomeserver();
  const sid = sidOf(await requestMsisdnToken());
  expect(await add({ sid, client_secret: 'secret', auth: passwordStage() })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
  expect(homeserver.threepidsOf('alice')).toEqual([]);
});

it('hides why it rejects a code, and allows any number of attempts', async () => {
  const { homeserver, requestMsisdnToken, submitMsisdnToken } = openHomeserver();
  const sid = sidOf(await requestMsisdnToken());
  const token = codeSentTo(homeserver);
  const right = { sid, client_secret: 'secret', token };
  for (const wrong of [
    { token: 'wrong' },
    { token: '' },
    { token: ` ${token}` },
    { sid: 'wrong' },
    { client_secret: 'wrong' },
  ]) {
    expect(await submitMsisdnToken({ ...right, ...wrong })).toEqual(WRONG_CODE);
  }
  expect((await submitMsisdnToken(right)).status).toBe(200);
});

it('stays validated after a wrong code', async () => {
  const { homeserver, requestMsisdnToken, submitMsisdnToken, add, completeAuth } = openHomeserver();
  const proof = { sid: sidOf(await requestMsisdnToken()), client_secret: 'secret' };
  await submitMsisdnToken({ ...proof, token: codeSentTo(homeserver) });
  expect(await submitMsisdnToken({ ...proof, token: 'wrong' })).toEqual(WRONG_CODE);
  const auth = { session: await completeAuth() };
  expect((await add({ ...proof, auth })).status).toBe(200);
});

// Sydent, sydent/validators/__init__.py: a day since the last text.
it('expires a session a day after the last text', async () => {
  const { homeserver, requestMsisdnToken, submitMsisdnToken, add, completeAuth, advance } =
    openHomeserver();
  const proof = { sid: sidOf(await requestMsisdnToken()), client_secret: 'secret' };
  const submission = { ...proof, token: codeSentTo(homeserver) };
  advance(DAY + 1);
  expect(await submitMsisdnToken(submission)).toEqual(WRONG_CODE);

  expect(sidOf(await requestMsisdnToken({ send_attempt: 2 }))).toBe(proof.sid);
  advance(DAY);
  expect((await submitMsisdnToken(submission)).status).toBe(200);
  advance(1);
  const auth = { session: await completeAuth() };
  expect(await add({ ...proof, auth })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
});

it('fails in every request that needs the delegate while it is down', async () => {
  const { requestMsisdnToken, submitMsisdnToken, add, completeAuth } = openHomeserver({
    phoneDelegate: 'down',
  });
  const failure = { status: 500, body: { errcode: 'M_UNKNOWN', error: 'Internal server error' } };
  const proof = { sid: 'any', client_secret: 'any' };
  expect(await requestMsisdnToken()).toEqual(failure);
  expect(await submitMsisdnToken({ ...proof, token: 'any' })).toEqual(failure);
  // A session that is not a validated email session is looked up at the delegate.
  expect(await add({ ...proof, auth: { session: await completeAuth() } })).toEqual(failure);
});

it('rejects a code if no delegate is configured', async () => {
  const { submitMsisdnToken } = openHomeserver({ phoneDelegate: 'unconfigured' });
  expect(await submitMsisdnToken({})).toEqual({
    status: 400,
    body: {
      errcode: 'M_UNKNOWN',
      error: 'This homeserver is not validating phone numbers. Use an identity server instead.',
    },
  });
});
