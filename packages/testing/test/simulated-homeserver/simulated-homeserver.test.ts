import { expect, it } from 'vitest';
import { createSimulatedHomeserver, SYNAPSE_SETTINGS } from '../../src/index.ts';

it('has the settings of Synapse by default', () => {
  expect(createSimulatedHomeserver().settings).toEqual(SYNAPSE_SETTINGS);
  const { settings } = createSimulatedHomeserver({ settings: { changesEnabled: false } });
  expect(settings).toEqual({ ...SYNAPSE_SETTINGS, changesEnabled: false });
});

it('has the given server name and base URL', () => {
  const byDefault = createSimulatedHomeserver();
  expect(byDefault.serverName).toBe('homeserver.org');
  expect(byDefault.baseUrl).toBe('https://homeserver.org');

  const named = createSimulatedHomeserver({ serverName: 'example.org' });
  expect(named.baseUrl).toBe('https://example.org');
  expect(named.addAccount({ userId: 'alice', password: '' }).userId).toBe('@alice:example.org');

  const withBaseUrl = createSimulatedHomeserver({ baseUrl: 'http://127.0.0.1:8008/' });
  expect(withBaseUrl.baseUrl).toBe('http://127.0.0.1:8008');
  withBaseUrl.baseUrl = 'http://127.0.0.1:8009/';
  expect(withBaseUrl.baseUrl).toBe('http://127.0.0.1:8009');
});

/** The messages and the challenge of a homeserver with a fixed clock and fixed random numbers. */
async function run() {
  const homeserver = createSimulatedHomeserver({
    clock: { now: () => 0 },
    random: (bytes) => Uint8Array.from({ length: bytes }, (_, index) => index * 7),
  });
  const { accessToken } = homeserver.addAccount({ userId: 'alice', password: '' });
  const post = (path: string, body: object) =>
    homeserver.fetch(`${homeserver.baseUrl}/_matrix/client/v3/account/3pid/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ client_secret: 'secret', send_attempt: 1, ...body }),
    });
  await post('email/requestToken', { email: 'a@b.c' });
  await post('msisdn/requestToken', { country: 'FR', phone_number: '0611223344' });
  return {
    accessToken,
    mails: homeserver.mailbox.sent,
    texts: homeserver.phone.sent,
    auth: await (await post('add', { sid: 'any' })).text(),
  };
}

it('repeats its behavior with the same clock and the same random numbers', async () => {
  const first = await run();
  expect(first.mails).toHaveLength(1);
  expect(first.texts).toHaveLength(1);
  expect(await run()).toEqual(first);
});

it('uses the clock and random numbers of the system by default', async () => {
  const homeserver = createSimulatedHomeserver();
  const alice = homeserver.addAccount({ userId: 'alice', password: '' });
  expect(homeserver.addDevice('alice').accessToken).not.toBe(alice.accessToken);
  const before = Date.now();
  homeserver.addThreepid('alice', { medium: 'email', address: 'alice@example.org' });
  const [threepid] = homeserver.threepidsOf('alice');
  expect(threepid?.addedAt).toBeGreaterThanOrEqual(before);
  expect(threepid?.addedAt).toBeLessThanOrEqual(Date.now());
});
