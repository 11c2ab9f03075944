import { expect, it } from 'vitest';
import { createSimulatedHomeserver, SYNAPSE_SETTINGS } from '../../src/index.ts';

it('behaves as Synapse unless it is told otherwise', () => {
  expect(createSimulatedHomeserver().settings).toEqual(SYNAPSE_SETTINGS);
  const { settings } = createSimulatedHomeserver({ settings: { changesEnabled: false } });
  expect(settings).toEqual({ ...SYNAPSE_SETTINGS, changesEnabled: false });
});

it('is named and found as it is told', () => {
  const usual = createSimulatedHomeserver();
  expect(usual.serverName).toBe('homeserver.org');
  expect(usual.baseUrl).toBe('https://homeserver.org');

  const named = createSimulatedHomeserver({ serverName: 'example.org' });
  expect(named.baseUrl).toBe('https://example.org');
  expect(named.addAccount({ userId: 'alice', password: '' }).userId).toBe('@alice:example.org');

  const elsewhere = createSimulatedHomeserver({ baseUrl: 'http://127.0.0.1:8008/' });
  expect(elsewhere.baseUrl).toBe('http://127.0.0.1:8008');
  elsewhere.baseUrl = 'http://127.0.0.1:8009/';
  expect(elsewhere.baseUrl).toBe('http://127.0.0.1:8009');
});

/** What happens on a homeserver whose clock stands still and whose chance is none. */
async function tell() {
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

it('does the same again with the same clock and the same random numbers', async () => {
  const story = await tell();
  expect(story.mails).toHaveLength(1);
  expect(story.texts).toHaveLength(1);
  expect(await tell()).toEqual(story);
});

it('takes the time and random numbers of the system where it is given none', async () => {
  const homeserver = createSimulatedHomeserver();
  const alice = homeserver.addAccount({ userId: 'alice', password: '' });
  expect(homeserver.addDevice('alice').accessToken).not.toBe(alice.accessToken);
  const before = Date.now();
  homeserver.addThreepid('alice', { medium: 'email', address: 'alice@example.org' });
  const [threepid] = homeserver.threepidsOf('alice');
  expect(threepid?.addedAt).toBeGreaterThanOrEqual(before);
  expect(threepid?.addedAt).toBeLessThanOrEqual(Date.now());
});
