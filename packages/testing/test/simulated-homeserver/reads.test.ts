import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

it('lists the threepids of an account with both times', async () => {
  const { homeserver, alice, get, advance, now } = openHomeserver();
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  homeserver.addThreepid(alice.userId, { medium: 'email', address: 'alice@example.org' });
  const first = now();
  advance(1000);
  homeserver.addThreepid(alice.userId, { medium: 'msisdn', address: '33611223344' });
  homeserver.addThreepid(bob.userId, { medium: 'email', address: 'bob@example.org' });

  expect(await get('3pid')).toEqual({
    status: 200,
    body: {
      threepids: [
        { medium: 'email', address: 'alice@example.org', validated_at: first, added_at: first },
        {
          medium: 'msisdn',
          address: '33611223344',
          validated_at: first + 1000,
          added_at: first + 1000,
        },
      ],
    },
  });
});

it('has a capability for whether threepids may be changed', async () => {
  const { homeserver, get } = openHomeserver();
  for (const enabled of [true, false]) {
    homeserver.settings.changesEnabled = enabled;
    expect(await get('../capabilities')).toEqual({
      status: 200,
      body: {
        capabilities: { 'm.change_password': { enabled: true }, 'm.3pid_changes': { enabled } },
      },
    });
  }
});

it('returns the account of an access token', async () => {
  const { homeserver, get } = openHomeserver();
  expect(await get('whoami')).toEqual({
    status: 200,
    body: { user_id: '@alice:homeserver.org', is_guest: false, device_id: expect.any(String) },
  });
  const { accessToken } = homeserver.addAccount({ userId: '@bob:homeserver.org', password: '' });
  expect(await get('whoami', { as: accessToken })).toMatchObject({
    body: { user_id: '@bob:homeserver.org' },
  });
});

it('returns its versions without an access token', async () => {
  const { get } = openHomeserver();
  expect(await get('/_matrix/client/versions', { as: null })).toEqual({
    status: 200,
    body: { versions: expect.arrayContaining(['r0.6.1', 'v1.1', 'v1.15']), unstable_features: {} },
  });
  expect((await get('/_matrix/client/versions')).status).toBe(200);
  expect(await get('/_matrix/client/versions', { as: 'nonsense' })).toMatchObject({
    status: 401,
    body: { errcode: 'M_UNKNOWN_TOKEN' },
  });
});

// Specification, client-server API, "Using access tokens" and "Soft logout".
it.each(['3pid', '../capabilities', 'whoami'])(
  'rejects a missing, unknown or expired access token: %s',
  async (path) => {
    const { homeserver, alice, get } = openHomeserver();
    expect(await get(path, { as: null })).toEqual({
      status: 401,
      body: { errcode: 'M_MISSING_TOKEN', error: 'Missing access token' },
    });
    const headers = { Authorization: 'Basic YWxpY2U6' };
    expect(await get(path, { as: null, headers })).toEqual({
      status: 401,
      body: { errcode: 'M_MISSING_TOKEN', error: 'Invalid Authorization header.' },
    });
    expect(await get(path, { as: 'nonsense' })).toMatchObject({
      status: 401,
      body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: false },
    });

    const other = homeserver.addDevice(alice.userId);
    homeserver.expireAccessToken(alice.accessToken);
    expect(await get(path)).toMatchObject({
      status: 401,
      body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: true },
    });
    homeserver.signOut(alice.accessToken);
    expect(await get(path)).toMatchObject({
      status: 401,
      body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: false },
    });
    expect((await get(path, { as: other.accessToken })).status).toBe(200);
  },
);

it('rejects a locked account until it is unlocked', async () => {
  const { homeserver, get } = openHomeserver();
  homeserver.lockAccount('alice');
  expect(await get('3pid')).toMatchObject({
    status: 401,
    body: { errcode: 'M_USER_LOCKED', soft_logout: true },
  });
  homeserver.unlockAccount('alice');
  expect((await get('3pid')).status).toBe(200);
});

it('throws if a method names an unknown account', () => {
  const { homeserver } = openHomeserver();
  expect(() => homeserver.addDevice('unknown')).toThrow('No account @unknown:homeserver.org');
});

it('logs each request, and whether it has an access token', async () => {
  const { homeserver, get, requestEmailToken } = openHomeserver();
  await get('3pid?from=0');
  await requestEmailToken();
  await get('nonsense', { as: null, headers: { Authorization: 'Basic YWxpY2U6' } });
  expect(homeserver.requests).toEqual([
    {
      endpoint: 'listThreepids',
      method: 'GET',
      path: '/_matrix/client/v3/account/3pid?from=0',
      body: null,
      authorization: true,
    },
    {
      endpoint: 'requestEmailToken',
      method: 'POST',
      path: '/_matrix/client/v3/account/3pid/email/requestToken',
      body: { email: 'alice@example.org', client_secret: 'secret', send_attempt: 1 },
      authorization: false,
    },
    {
      endpoint: null,
      method: 'GET',
      path: '/_matrix/client/v3/account/nonsense',
      body: null,
      authorization: false,
    },
  ]);
});
