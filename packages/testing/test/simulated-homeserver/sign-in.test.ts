import * as v from 'valibot';
import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

const LOGIN = '/_matrix/client/v3/login';
const Token = v.object({ access_token: v.string() });

// Observed on Synapse 1.163.2.
it('logs in with a password, and logs out', async () => {
  const { get, post, passwordStage } = openHomeserver();
  const { status, body } = await post(LOGIN, passwordStage(), { as: null });
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      user_id: '@alice:homeserver.org',
      access_token: expect.stringMatching(/^syt_/u),
      home_server: 'homeserver.org',
      device_id: expect.any(String),
    },
  });
  const as = v.parse(Token, body).access_token;
  expect(await get('whoami', { as })).toMatchObject({ body: { user_id: '@alice:homeserver.org' } });
  const logout = () => post('/_matrix/client/v3/logout', {}, { as });
  expect(await logout()).toEqual({ status: 200, body: {} });
  expect(await get('whoami', { as })).toMatchObject({ body: { errcode: 'M_UNKNOWN_TOKEN' } });
  expect(await logout()).toMatchObject({ status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } });
});

it('rejects a login with wrong or missing credentials', async () => {
  const { homeserver, alice, post, passwordStage } = openHomeserver();
  const login = (changes: object) => post(LOGIN, passwordStage(changes), { as: null });
  const wrong = { errcode: 'M_FORBIDDEN', error: 'Invalid username or password' };
  expect(await login({ password: 'wrong' })).toEqual({ status: 403, body: wrong });
  const unknownUser = { type: 'm.id.user', user: 'unknown' };
  expect(await login({ identifier: unknownUser })).toEqual({ status: 403, body: wrong });
  expect(await login({ type: 'm.login.foo' })).toEqual({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM', error: 'Invalid login submission' },
  });
  expect(await login({ password: null })).toEqual({
    status: 400,
    body: { errcode: 'M_INVALID_PARAM', error: 'Bad parameter: password' },
  });

  homeserver.lockAccount(alice.userId);
  expect(await login({})).toMatchObject({ status: 401, body: { errcode: 'M_USER_LOCKED' } });
});

it('lists whether a login with a password is possible', async () => {
  const { homeserver, get, post, passwordStage } = openHomeserver();
  const application = { type: 'm.login.application_service' };
  expect(await get(LOGIN, { as: null })).toEqual({
    status: 200,
    body: { flows: [{ type: 'm.login.password' }, application] },
  });
  homeserver.settings.passwordLogin = false;
  expect(await get(LOGIN, { as: null })).toEqual({ status: 200, body: { flows: [application] } });
  expect(await post(LOGIN, passwordStage(), { as: null })).toEqual({
    status: 400,
    body: { errcode: 'M_UNKNOWN', error: 'Password login has been disabled.' },
  });
});
