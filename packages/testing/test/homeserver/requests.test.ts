import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import * as v from 'valibot';
import { expect, it, onTestFinished } from 'vitest';
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

const Address = v.object({ port: v.number() });

async function startServer(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = v.parse(Address, server.address());
  return `http://127.0.0.1:${port}`;
}

it('follows no redirect to another origin, and counts no response from there as an addition', async () => {
  const followed: unknown[] = [];
  const other = await startServer(
    createServer(({ url }, response) => {
      followed.push(url);
      response.setHeader('Content-Type', 'application/json').end('{}');
    }),
  );
  const redirecting = await startServer(
    createServer((_, response) => {
      response.writeHead(307, { Location: `${other}/add` }).end();
    }),
  );
  const testServer = openSimulatedTestHomeserver();
  const redirected: unknown[] = [];
  const client = await startClient(
    {
      baseUrl: testServer.baseUrl,
      fetch(input, init) {
        if (!String(input).endsWith('/account/3pid/add')) return testServer.fetch(input, init);
        redirected.push(init?.body);
        return fetch(`${redirecting}/add`, init);
      },
    },
    await testServer.newAccount(),
  );
  const actor = client.add('email');
  (await at(actor, 'editing')).submit?.('alice@example.org');
  const view = await at(actor, 'validatingByLink');
  view.proceed?.();
  const after = await Promise.race([at(actor, 'validatingByLink'), at(actor, 'added')]);
  expect(after).toMatchObject({
    step: 'validatingByLink',
    report: { problem: { code: 'network' } },
  });
  expect(redirected).toHaveLength(1);
  expect(followed).toEqual([]);
  expect(await client.listed()).toEqual([]);
});
