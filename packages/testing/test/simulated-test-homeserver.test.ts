import { expect, it } from 'vitest';
import { profiles } from '../src/index.ts';
import { openSimulatedTestHomeserver } from './simulated-test-homeserver.ts';

const email = 'alice@example.org';
const phone = '33611223344';

async function requestEmailToken(
  { baseUrl, fetch }: ReturnType<typeof openSimulatedTestHomeserver>,
  changes: object = {},
) {
  const body = { email, client_secret: 'secret', send_attempt: 1, ...changes };
  const url = `${baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`;
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

it('returns each mail once, waits for the next, and counts all of them', async () => {
  const homeserver = openSimulatedTestHomeserver();
  const waiting = homeserver.nextMail(email);
  await requestEmailToken(homeserver);
  await requestEmailToken(homeserver, { send_attempt: 2 });
  const [first, second] = [await waiting, await homeserver.nextMail(email)];
  expect(first.subject).toBe('[homeserver.org] Validate your email');
  expect(first.text).toContain(first.link);
  expect(second.link).not.toBe(first.link);
  expect(homeserver.sentTo(email)).toBe(2);
  expect(homeserver.sentTo('bob@example.org')).toBe(0);
});

it('returns text messages, and counts them', async () => {
  const homeserver = openSimulatedTestHomeserver();
  const waiting = homeserver.nextText(phone);
  await homeserver.fetch(
    `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/msisdn/requestToken`,
    {
      method: 'POST',
      body: JSON.stringify({
        country: 'FR',
        phone_number: '0611223344',
        client_secret: 'secret',
        send_attempt: 1,
      }),
    },
  );
  const { text, code } = await waiting;
  expect(text).toContain(code);
  expect(homeserver.sentTo(phone)).toBe(1);
});

it('opens a link as a browser does, and returns the text of the page', async () => {
  const homeserver = openSimulatedTestHomeserver();
  await requestEmailToken(homeserver);
  const { link } = await homeserver.nextMail(email);
  expect(await homeserver.openLink(link.replace(/token=\w+/u, 'token=wrong'))).toEqual({
    status: 400,
    text:
      'The request failed for the following reason: Validation token not found or has expired. ' +
      'No changes have been made to your account.',
  });
  expect(await homeserver.openLink(link)).toEqual({
    status: 200,
    text: 'Your email has now been validated, please return to your client. You may now close this window.',
  });
});

it('presses the button of a page that validates only after a click', async () => {
  const homeserver = openSimulatedTestHomeserver({ settings: profiles.tuwunel });
  await requestEmailToken(homeserver);
  const { link } = await homeserver.nextMail(email);
  const { status, text } = await homeserver.openLink(link);
  expect(status).toBe(200);
  expect(text).toContain('Your email has now been validated');
});

it('creates separate accounts with passwords, and adds threepids to them', async () => {
  const homeserver = openSimulatedTestHomeserver();
  const [alice, bob] = [await homeserver.newAccount(), await homeserver.newAccount()];
  expect(alice.userId).not.toBe(bob.userId);
  expect(alice.password).not.toBe(bob.password);
  await homeserver.give(alice, { medium: 'email', address: email });
  const list = await homeserver.fetch(`${homeserver.baseUrl}/_matrix/client/v3/account/3pid`, {
    headers: { Authorization: `Bearer ${alice.accessToken}` },
  });
  expect(await list.json()).toMatchObject({ threepids: [{ medium: 'email', address: email }] });
  expect(homeserver.homeserver.threepidsOf(bob.userId)).toEqual([]);
});

it('rejects pending waits for a mail or a text message when it closes', async () => {
  const homeserver = openSimulatedTestHomeserver();
  const failures = Promise.all([
    expect(homeserver.nextMail(email)).rejects.toThrow('closed'),
    expect(homeserver.nextText(phone)).rejects.toThrow('closed'),
  ]);
  await homeserver.close();
  await failures;
});

it('passes its options to the simulated homeserver', () => {
  const { homeserver, name, baseUrl } = openSimulatedTestHomeserver({
    baseUrl: 'http://127.0.0.1:1',
  });
  expect(name).toBe('simulated homeserver');
  expect(baseUrl).toBe('http://127.0.0.1:1');
  expect(homeserver.baseUrl).toBe(baseUrl);
});
