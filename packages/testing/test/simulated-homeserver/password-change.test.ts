import { expect, it } from 'vitest';
import { openHomeserver, sessionOf } from './open-homeserver.ts';

const CHANGED = { status: 200, body: {} };
const NEW_PASSWORD = 'the new password of Alice';

/** A homeserver on which Alice is signed in on two devices, and a client that changes her password. */
function openWithDevices(...settings: Parameters<typeof openHomeserver>) {
  const opened = openHomeserver(...settings);
  const { homeserver, alice, get, post, passwordStage } = opened;
  const other = homeserver.addDevice(alice.userId);
  const changePassword = (body: object, request?: { as: string | null }) =>
    post('password', { new_password: NEW_PASSWORD, ...body }, request);
  return {
    ...opened,
    other,
    changePassword,
    async isSignedIn({ accessToken }: { readonly accessToken: string }) {
      return (await get('whoami', { as: accessToken })).status === 200;
    },
    async logsIn(password: string, user: string = alice.userId) {
      const login = passwordStage({ identifier: { type: 'm.id.user', user }, password });
      const { status } = await post('/_matrix/client/v3/login', login, { as: null });
      return status === 200;
    },
  };
}

it('replaces the password after interactive auth, and signs out other devices', async () => {
  const { alice, other, changePassword, passwordStage, isSignedIn, logsIn } = openWithDevices();
  const challenge = await changePassword({});
  expect(challenge).toEqual({
    status: 401,
    body: { session: expect.any(String), flows: [{ stages: ['m.login.password'] }], params: {} },
  });
  expect(await logsIn(NEW_PASSWORD)).toBe(false);
  const auth = passwordStage({ session: sessionOf(challenge) });
  expect(await changePassword({ auth })).toEqual(CHANGED);
  expect(await isSignedIn(alice)).toBe(true);
  expect(await isSignedIn(other)).toBe(false);
  expect(await logsIn(auth.password)).toBe(false);
  expect(await logsIn(NEW_PASSWORD)).toBe(true);
});

it('keeps other devices signed in on request, and those of other accounts always', async () => {
  const { homeserver, other, changePassword, passwordStage, isSignedIn } = openWithDevices();
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  const request = { logout_devices: false, auth: passwordStage() };
  expect(await changePassword(request)).toEqual(CHANGED);
  expect(await isSignedIn(other)).toBe(true);
  const again = { auth: passwordStage({ password: NEW_PASSWORD }) };
  expect(await changePassword(again)).toEqual(CHANGED);
  expect(await isSignedIn(other)).toBe(false);
  expect(await isSignedIn(bob)).toBe(true);
});

it('requires the new password in interactive auth', async () => {
  const { add, changePassword, passwordStage } = openWithDevices();
  await changePassword({ auth: passwordStage() });
  const unvalidated = { sid: 'any', client_secret: 'any' };
  expect(await add({ ...unvalidated, auth: passwordStage() })).toMatchObject({
    status: 401,
    body: { errcode: 'M_FORBIDDEN' },
  });
  const auth = passwordStage({ password: NEW_PASSWORD });
  expect(await add({ ...unvalidated, auth })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
});

it('responds to a wrong password with the same session, which stays valid', async () => {
  const { changePassword, passwordStage, logsIn } = openWithDevices();
  const session = sessionOf(await changePassword({}));
  expect(await changePassword({ auth: passwordStage({ session, password: 'wrong' }) })).toEqual({
    status: 401,
    body: {
      session,
      flows: [{ stages: ['m.login.password'] }],
      params: {},
      completed: [],
      errcode: 'M_FORBIDDEN',
      error: 'Invalid username or password',
    },
  });
  expect(await logsIn(NEW_PASSWORD)).toBe(false);
  expect(await changePassword({ auth: passwordStage({ session }) })).toEqual(CHANGED);
});

it('rejects a session of another operation', async () => {
  const { changePassword, completeAuth } = openWithDevices();
  expect(await changePassword({ auth: { session: await completeAuth() } })).toMatchObject({
    status: 403,
    body: { errcode: 'M_UNKNOWN' },
  });
});

it('sets the first password of an account with single sign-on', async () => {
  const { homeserver, post, logsIn } = openWithDevices();
  const { accessToken, userId } = homeserver.addAccount({
    userId: 'carol',
    password: null,
    usesSingleSignOn: true,
  });
  const change = (auth?: object) =>
    post('password', { new_password: NEW_PASSWORD, auth }, { as: accessToken });
  const challenge = await change();
  expect(challenge).toMatchObject({ body: { flows: [{ stages: ['m.login.sso'] }] } });
  const session = sessionOf(challenge);
  const page = `${homeserver.baseUrl}/_matrix/client/v3/auth/m.login.sso/fallback/web?session=${session}`;
  await homeserver.fetch(page, { method: 'POST', body: 'account=carol' });
  expect(await change({ session })).toEqual(CHANGED);
  expect(await logsIn(NEW_PASSWORD, userId)).toBe(true);
});

// Synapse, `on_POST` of PasswordRestServlet in synapse/rest/client/account.py.
it('checks in this order: body, access token, interactive auth, new password, configuration', async () => {
  const { homeserver, changePassword, passwordStage } = openWithDevices({
    authFlows: [['m.login.dummy']],
  });
  homeserver.settings.passwordLogin = false;
  expect(await changePassword({ logout_devices: null }, { as: null })).toMatchObject({
    status: 400,
    body: { errcode: 'M_BAD_JSON' },
  });
  expect(await changePassword({ new_password: 'x'.repeat(513) })).toMatchObject({
    status: 400,
    body: { errcode: 'M_BAD_JSON' },
  });
  expect(await changePassword({ new_password: null }, { as: null })).toMatchObject({
    status: 401,
    body: { errcode: 'M_MISSING_TOKEN' },
  });
  const auth = { type: 'm.login.dummy' };
  for (const new_password of [undefined, null, '']) {
    expect(await changePassword({ new_password })).toMatchObject({ status: 401 });
    expect(await changePassword({ new_password, auth })).toEqual({
      status: 500,
      body: { errcode: 'M_UNKNOWN', error: 'Internal server error' },
    });
  }
  expect(await changePassword({ auth })).toEqual({
    status: 403,
    body: { errcode: 'M_FORBIDDEN', error: 'Password change disabled' },
  });
  homeserver.settings.authFlows = null;
  homeserver.settings.passwordLogin = true;
  expect(await changePassword({ auth: passwordStage() })).toEqual(CHANGED);
});
