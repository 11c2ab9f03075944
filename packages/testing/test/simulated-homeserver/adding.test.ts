import { expect, it } from 'vitest';
import { openHomeserver, sidOf } from './open-homeserver.ts';

// Synapse, `on_POST` of ThreepidAddRestServlet in synapse/rest/client/account.py.
it('checks in this order: changes, access token, body, interactive auth, validation', async () => {
  const { homeserver, add, passwordStage } = openHomeserver({ changesEnabled: false });
  const unvalidated = { sid: 'any', client_secret: 'any' };
  expect(await add({}, { as: null })).toEqual({
    status: 400,
    body: { errcode: 'M_FORBIDDEN', error: '3PID changes are disabled on this server' },
  });
  homeserver.settings.changesEnabled = true;
  expect(await add({}, { as: null })).toMatchObject({
    status: 401,
    body: { errcode: 'M_MISSING_TOKEN' },
  });
  expect(await add({})).toMatchObject({ status: 400, body: { errcode: 'M_BAD_JSON' } });
  expect(await add(unvalidated)).toMatchObject({ status: 401, body: { flows: [{}] } });
  expect(await add({ ...unvalidated, auth: passwordStage() })).toEqual({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED', error: 'No validated 3pid session found' },
  });
});

it('adds a validated threepid with the time of its validation', async () => {
  const { homeserver, validated, add, passwordStage, advance, now } = openHomeserver();
  const proof = await validated();
  const validatedAt = now();
  advance(1000);
  expect(await add({ ...proof, auth: passwordStage() })).toEqual({ status: 200, body: {} });
  expect(homeserver.threepidsOf('alice')).toEqual([
    { medium: 'email', address: 'alice@example.org', validatedAt, addedAt: now() },
  ]);
});

it('rejects a session whose link was not opened', async () => {
  const { homeserver, requestEmailToken, add, passwordStage } = openHomeserver();
  const response = await requestEmailToken();
  expect(response.status).toBe(200);
  const sid = homeserver.mailbox.latest()?.link.replace(/.*sid=/u, '');
  expect(await add({ sid, client_secret: 'secret', auth: passwordStage() })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
  expect(homeserver.threepidsOf('alice')).toEqual([]);
});

it('fails on an empty sid', async () => {
  const { add, passwordStage } = openHomeserver();
  expect(await add({ sid: '', client_secret: 'secret', auth: passwordStage() })).toEqual({
    status: 500,
    body: { errcode: 'M_UNKNOWN', error: 'Internal server error' },
  });
});

it('requires the client secret of the session', async () => {
  const { validated, add, passwordStage } = openHomeserver();
  const { sid } = await validated();
  expect(await add({ sid, client_secret: 'other', auth: passwordStage() })).toMatchObject({
    status: 400,
    body: { errcode: 'M_THREEPID_AUTH_FAILED' },
  });
});

it('adds a threepid again, also after it was removed', async () => {
  const { homeserver, alice, validated, add, passwordStage, post, advance, now } = openHomeserver();
  const request = { ...(await validated()), auth: passwordStage() };
  await add(request);
  advance(1000);
  expect((await add(request)).status).toBe(200);
  expect(homeserver.threepidsOf(alice.userId)).toMatchObject([{ addedAt: now() }]);
  await post('3pid/delete', { medium: 'email', address: 'alice@example.org' });
  expect(homeserver.threepidsOf(alice.userId)).toEqual([]);
  expect((await add(request)).status).toBe(200);
  expect(homeserver.threepidsOf(alice.userId)).toHaveLength(1);
});

// Observed on Synapse, although the specification says that homeservers should prevent it.
it('takes a threepid from another account, and ignores which account validated it', async () => {
  const { homeserver, alice, validated, add, passwordStage } = openHomeserver();
  const proof = await validated();
  await add({ ...proof, auth: passwordStage() });
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  const identifier = { type: 'm.id.user', user: bob.userId };
  const auth = passwordStage({ identifier, password: 'of Bob' });
  expect((await add({ ...proof, auth }, { as: bob.accessToken })).status).toBe(200);
  expect(homeserver.threepidsOf(alice.userId)).toEqual([]);
  expect(homeserver.threepidsOf(bob.userId)).toMatchObject([{ address: 'alice@example.org' }]);
});

it('finds email sessions only with a mail server, phone sessions only with a delegate', async () => {
  const { homeserver, validated, requestMsisdnToken, submitMsisdnToken, add, passwordStage } =
    openHomeserver();
  const { settings, phone } = homeserver;
  const email = { ...(await validated()), auth: passwordStage() };
  const proof = { sid: sidOf(await requestMsisdnToken()), client_secret: 'secret' };
  await submitMsisdnToken({ ...proof, token: phone.latest()?.code });
  const number = { ...proof, auth: passwordStage() };

  settings.mailServer = 'unconfigured';
  expect((await add(email)).status).toBe(400);
  expect((await add(number)).status).toBe(200);
  settings.mailServer = 'refusing';
  settings.phoneDelegate = 'unconfigured';
  expect((await add(email)).status).toBe(200);
  expect((await add(number)).status).toBe(400);
});
