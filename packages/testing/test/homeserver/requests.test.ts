import { expect, it } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

/** Starts a client and records each call of its `fetch`. */
async function startRecordedClient() {
  const testServer = openSimulatedTestHomeserver();
  const calls: { url: string; init: RequestInit }[] = [];
  const account = await testServer.newAccount();
  const client = await startClient(
    {
      baseUrl: testServer.baseUrl,
      fetch: (input, init = {}) => {
        calls.push({ url: String(input), init });
        return testServer.fetch(input, init);
      },
    },
    account,
  );
  const last = () => {
    const call = calls.at(-1);
    if (call === undefined) throw new Error('No request was made');
    return call;
  };
  return { testServer, account, client, calls, last };
}

function authorizationOf({ init }: { init: RequestInit }): string | null {
  return new Headers(init.headers).get('Authorization');
}

it('sends the access token only with requests that need it', async () => {
  const { testServer, account, client, calls } = await startRecordedClient();
  const actor = client.add('msisdn');
  (await at(actor, 'editing')).submit?.('611223344', 'FR');
  const view = await at(actor, 'validatingByToken');
  view.submit?.((await testServer.nextText('33611223344')).code);
  await authAt(actor, 'password');
  const tokens = calls.map((call) => [new URL(call.url).pathname, authorizationOf(call)]);
  const bearer = `Bearer ${account.accessToken}`;
  expect(tokens).toEqual([
    ['/_matrix/client/v3/account/3pid', bearer],
    ['/_matrix/client/v3/capabilities', bearer],
    ['/_matrix/client/v3/account/3pid/msisdn/requestToken', null],
    ['/_matrix/client/unstable/add_threepid/msisdn/submit_token', null],
    ['/_matrix/client/v3/account/3pid/add', bearer],
  ]);
});

it('sends neither cookies nor a referrer, and follows no redirect with a code', async () => {
  const { testServer, client, calls, last } = await startRecordedClient();
  const actor = client.add('msisdn');
  (await at(actor, 'editing')).submit?.('611223344', 'FR');
  const view = await at(actor, 'validatingByToken');
  view.submit?.((await testServer.nextText('33611223344')).code.replace(/./u, 'x'));
  await at(actor, 'validatingByToken');
  expect(last().url).toContain('submit_token');
  expect(last().init.redirect).toBe('error');
  for (const { init } of calls) {
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  }
});

it('aborts a request when its addition is cancelled', async () => {
  const { testServer, client, calls, last } = await startRecordedClient();
  const actor = client.add('email');
  const view = await at(actor, 'editing');
  testServer.homeserver.faults.add({ outcome: 'silence' });
  const before = calls.length;
  view.submit?.('alice@example.org');
  await expect.poll(() => calls.length).toBe(before + 1);
  expect(last().init.signal?.aborted).toBe(false);
  actor.send({ type: 'flow.cancel' });
  expect(last().init.signal?.aborted).toBe(true);
});

it('accepts a base URL with a path', async () => {
  const { testServer, account } = await startRecordedClient();
  const urls: string[] = [];
  const client = await startClient(
    {
      baseUrl: `${testServer.baseUrl}/matrix/`,
      fetch: (input, init) => {
        urls.push(String(input));
        return testServer.fetch(String(input).replace('/matrix/', '/'), init);
      },
    },
    account,
  );
  client.stop();
  expect(urls).toContain(`${testServer.baseUrl}/matrix/_matrix/client/v3/account/3pid`);
});
