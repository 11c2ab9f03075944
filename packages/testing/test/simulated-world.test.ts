import { expect, it } from 'vitest';
import { profiles } from '../src/index.ts';
import { openSimulatedWorld } from './simulated-world.ts';

const email = 'alice@example.org';
const phone = '33611223344';

async function requestEmailToken(
  { baseUrl, fetch }: ReturnType<typeof openSimulatedWorld>,
  changes: object = {},
) {
  const body = { email, client_secret: 'secret', send_attempt: 1, ...changes };
  const url = `${baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`;
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

it('hands out each mail once, waits for the next, and counts them all', async () => {
  const world = openSimulatedWorld();
  const waiting = world.nextMail(email);
  await requestEmailToken(world);
  await requestEmailToken(world, { send_attempt: 2 });
  const [first, second] = [await waiting, await world.nextMail(email)];
  expect(first.subject).toBe('[homeserver.org] Validate your email');
  expect(first.text).toContain(first.link);
  expect(second.link).not.toBe(first.link);
  expect(world.sentTo(email)).toBe(2);
  expect(world.sentTo('bob@example.org')).toBe(0);
});

it('hands out texts, and counts them too', async () => {
  const world = openSimulatedWorld();
  const waiting = world.nextText(phone);
  await world.fetch(`${world.baseUrl}/_matrix/client/v3/account/3pid/msisdn/requestToken`, {
    method: 'POST',
    body: JSON.stringify({
      country: 'FR',
      phone_number: '0611223344',
      client_secret: 'secret',
      send_attempt: 1,
    }),
  });
  const { text, code } = await waiting;
  expect(text).toContain(code);
  expect(world.sentTo(phone)).toBe(1);
});

it('opens a link as a browser would, and reads the page', async () => {
  const world = openSimulatedWorld();
  await requestEmailToken(world);
  const { link } = await world.nextMail(email);
  expect(await world.openLink(link.replace(/token=\w+/u, 'token=wrong'))).toEqual({
    status: 400,
    text:
      'The request failed for the following reason: Validation token not found or has expired. ' +
      'No changes have been made to your account.',
  });
  expect(await world.openLink(link)).toEqual({
    status: 200,
    text: 'Your email has now been validated, please return to your client. You may now close this window.',
  });
});

it('presses the button of a page that asks before it validates', async () => {
  const world = openSimulatedWorld({ settings: profiles.tuwunel });
  await requestEmailToken(world);
  const { link } = await world.nextMail(email);
  const { status, text } = await world.openLink(link);
  expect(status).toBe(200);
  expect(text).toContain('Your email has now been validated');
});

it('has accounts of their own, with passwords and what another client gives them', async () => {
  const world = openSimulatedWorld();
  const [alice, bob] = [await world.newAccount(), await world.newAccount()];
  expect(alice.userId).not.toBe(bob.userId);
  expect(alice.password).not.toBe(bob.password);
  await world.give(alice, { medium: 'email', address: email });
  const list = await world.fetch(`${world.baseUrl}/_matrix/client/v3/account/3pid`, {
    headers: { Authorization: `Bearer ${alice.accessToken}` },
  });
  expect(await list.json()).toMatchObject({ threepids: [{ medium: 'email', address: email }] });
  expect(world.homeserver.threepidsOf(bob.userId)).toEqual([]);
});

it('tells who waits for a mail or a text when it closes', async () => {
  const world = openSimulatedWorld();
  const failures = Promise.all([
    expect(world.nextMail(email)).rejects.toThrow('closed'),
    expect(world.nextText(phone)).rejects.toThrow('closed'),
  ]);
  await world.close();
  await failures;
});

it('takes what it is given for its homeserver', () => {
  const { homeserver, name, baseUrl } = openSimulatedWorld({ baseUrl: 'http://127.0.0.1:1' });
  expect(name).toBe('simulated homeserver');
  expect(baseUrl).toBe('http://127.0.0.1:1');
  expect(homeserver.baseUrl).toBe(baseUrl);
});
