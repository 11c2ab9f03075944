import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSimulatedHomeserver, type SimulatedHomeserver } from '../../src/index.ts';
import { serveHomeserver, type ServedHomeserver } from '../../src/node.ts';

let homeserver: SimulatedHomeserver;
let served: ServedHomeserver;
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeEach(async () => {
  log.mockClear();
  homeserver = createSimulatedHomeserver();
  served = await serveHomeserver(homeserver);
});
afterEach(() => served.close());

const client = () => `${served.baseUrl}/_matrix/client/v3`;

function requestEmailToken(init: RequestInit = {}) {
  return fetch(`${client()}/account/3pid/email/requestToken`, {
    method: 'POST',
    body: JSON.stringify({ email: 'a@b.c', client_secret: 'secret', send_attempt: 1 }),
    ...init,
  });
}

it('listens on the loopback interface, and sets the base URL of the homeserver', async () => {
  expect(served.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  expect(homeserver.baseUrl).toBe(served.baseUrl);
  await requestEmailToken();
  const link = homeserver.mailbox.latest()?.link ?? '';
  expect(link.startsWith(`${served.baseUrl}/`)).toBe(true);
  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Your email has now been validated');
});

it('passes on method, path, query, headers and body, and the whole response', async () => {
  const { accessToken } = homeserver.addAccount({ userId: 'alice', password: 'of Alice' });
  const list = await fetch(`${client()}/account/3pid?x=1`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(list.status).toBe(200);
  expect(list.headers.get('Content-Type')).toBe('application/json');
  expect(list.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await list.json()).toEqual({ threepids: [] });
  expect(homeserver.requests).toMatchObject([
    { method: 'GET', path: '/_matrix/client/v3/account/3pid?x=1', authorization: true },
  ]);
  const sent = await requestEmailToken();
  expect(await sent.json()).toEqual({ sid: expect.any(String) });
});

it('responds to preflights, HEAD and unknown paths', async () => {
  const url = `${client()}/account/3pid`;
  expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(204);
  const head = await fetch(url, { method: 'HEAD' });
  expect(head.status).toBe(401);
  expect(await head.text()).toBe('');
  expect((await fetch(`${client()}/nonsense`, { method: 'DELETE' })).status).toBe(404);
});

it.each([false, true])('drops the connection for a fault; carried out: %s', async (carriedOut) => {
  homeserver.faults.add({ carriedOut, outcome: 'connectionLost' });
  await expect(requestEmailToken()).rejects.toThrow(TypeError);
  expect(homeserver.mailbox.sent).toHaveLength(carriedOut ? 1 : 0);
  expect((await requestEmailToken()).status).toBe(200);
  expect(log).not.toHaveBeenCalled();
});

it('sends no response for a fault until the client aborts', async () => {
  homeserver.faults.add({ carriedOut: true, outcome: 'silence' });
  const abort = new AbortController();
  homeserver.mailbox.subscribe(() => abort.abort());
  await expect(requestEmailToken({ signal: abort.signal })).rejects.toThrow('aborted');
  expect((await requestEmailToken()).status).toBe(200);
  expect(log).not.toHaveBeenCalled();
});

it('drops all connections when it is closed', async () => {
  homeserver.faults.add({ carriedOut: true, outcome: 'silence' });
  const delivered = new Promise((resolve) => {
    homeserver.mailbox.subscribe(resolve);
  });
  const failure = expect(requestEmailToken()).rejects.toThrow(TypeError);
  await delivered;
  await served.close();
  await failure;
  await expect(fetch(served.baseUrl)).rejects.toThrow(TypeError);
  served = await serveHomeserver(homeserver);
});

it('drops the connection and logs the error if the homeserver throws', async () => {
  const failure = new Error('a defect');
  vi.spyOn(homeserver, 'handle').mockRejectedValue(failure);
  await expect(requestEmailToken()).rejects.toThrow(TypeError);
  expect(log).toHaveBeenCalledExactlyOnceWith(failure);
});

it('listens on the given port, and rejects if it is taken', async () => {
  const port = Number(new URL(served.baseUrl).port);
  await expect(serveHomeserver(homeserver, { port })).rejects.toThrow('EADDRINUSE');
  await served.close();
  served = await serveHomeserver(homeserver, { port });
  expect(served.baseUrl).toBe(`http://127.0.0.1:${port}`);
});
