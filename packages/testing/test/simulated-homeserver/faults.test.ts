import { describe, expect, it, vi } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

/** A request that sends a mail. */
function tokenRequest(baseUrl: string, signal: AbortSignal | null = null): Request {
  return new Request(`${baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`, {
    method: 'POST',
    body: JSON.stringify({ email: 'a@b.c', client_secret: 'secret', send_attempt: 1 }),
    signal,
  });
}

it('loses a request before it is carried out', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  homeserver.faults.add({ outcome: 'connectionLost' });
  await expect(requestEmailToken()).rejects.toThrow(TypeError);
  expect(homeserver.mailbox.sent).toEqual([]);
});

it('loses the response after the request was carried out', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  homeserver.faults.add({ carriedOut: true, outcome: 'connectionLost' });
  await expect(requestEmailToken()).rejects.toThrow(TypeError);
  expect(homeserver.mailbox.sent).toHaveLength(1);
});

it('sends another response instead of carrying the request out', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const body = { errcode: 'M_LIMIT_EXCEEDED' };
  homeserver.faults.add({ outcome: { status: 429, body } });
  expect(await requestEmailToken()).toEqual({ status: 429, body });
  expect(homeserver.mailbox.sent).toEqual([]);
});

it('sends another response after the request was carried out', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  homeserver.faults.add({ carriedOut: true, outcome: { status: 502, body: '<h1>Bad</h1>' } });
  expect(await requestEmailToken()).toEqual({ status: 502, body: '<h1>Bad</h1>' });
  expect(homeserver.mailbox.sent).toHaveLength(1);
});

it('replaces an error response as well', async () => {
  const { homeserver, get } = openHomeserver();
  homeserver.faults.add({ carriedOut: true, outcome: { status: 504 } });
  expect(await get('3pid', { as: null })).toEqual({ status: 504, body: '' });
});

it.each([
  [undefined, null, ''],
  ['<p>text</p>', 'text/html; charset=utf-8', '<p>text</p>'],
  [{ a: 1 }, 'application/json', '{"a":1}'],
  [[], 'application/json', '[]'],
])('sends the body %j', async (body, contentType, text) => {
  const { homeserver } = openHomeserver();
  homeserver.faults.add({
    outcome: { status: 503, headers: { 'Retry-After': '5' }, ...(body !== undefined && { body }) },
  });
  const response = await homeserver.handle(new Request(homeserver.baseUrl));
  expect(response.status).toBe(503);
  expect(response.headers.get('Content-Type')).toBe(contentType);
  expect(response.headers.get('Retry-After')).toBe('5');
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await response.text()).toBe(text);
});

it('sends headers that replace its own', async () => {
  const { homeserver } = openHomeserver();
  const headers = { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': 'null' };
  homeserver.faults.add({ outcome: { status: 200, body: '{}', headers } });
  const response = await homeserver.handle(new Request(homeserver.baseUrl));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain',
    'access-control-allow-origin': 'null',
  });
});

it('applies to one request, the first that matches, in the order of addition', async () => {
  const { homeserver, get, requestEmailToken } = openHomeserver();
  homeserver.faults.add({ endpoint: 'requestEmailToken', outcome: { status: 501 } });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: { status: 502 } });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: { status: 503 } });
  homeserver.faults.add({ outcome: { status: 504 } });
  const list = async () => (await get('3pid')).status;
  expect(await list()).toBe(502);
  expect(await list()).toBe(503);
  expect((await requestEmailToken()).status).toBe(501);
  expect((await get('nonsense')).status).toBe(504);
  expect(await list()).toBe(200);
});

it('can be added twice', async () => {
  const { homeserver, get } = openHomeserver();
  const fault = { outcome: { status: 502 } };
  homeserver.faults.add(fault);
  homeserver.faults.add(fault);
  expect((await get('3pid')).status).toBe(502);
  expect((await get('3pid')).status).toBe(502);
  expect((await get('3pid')).status).toBe(200);
});

it('does not apply to preflights', async () => {
  const { homeserver, get } = openHomeserver();
  homeserver.faults.add({ outcome: { status: 502 } });
  const preflight = new Request(homeserver.baseUrl, { method: 'OPTIONS' });
  expect((await homeserver.handle(preflight)).status).toBe(204);
  expect((await get('3pid')).status).toBe(502);
});

it('can be cleared', async () => {
  const { homeserver, get } = openHomeserver();
  homeserver.faults.add({ outcome: { status: 502 } });
  homeserver.faults.clear();
  expect((await get('3pid')).status).toBe(200);
});

it('keeps the request in the log', async () => {
  const { homeserver, get } = openHomeserver();
  homeserver.faults.add({ outcome: 'connectionLost' });
  await expect(get('3pid')).rejects.toThrow('The connection was lost');
  expect(homeserver.requests).toMatchObject([{ endpoint: 'listThreepids' }]);
});

it.each([false, true])(
  'sends no response until the client aborts; carried out: %s',
  async (carriedOut) => {
    const { homeserver } = openHomeserver();
    homeserver.faults.add({ carriedOut, outcome: 'silence' });
    const abort = new AbortController();
    const response = homeserver.handle(tokenRequest(homeserver.baseUrl, abort.signal));
    await vi.waitFor(() => expect(homeserver.requests).toHaveLength(1));
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(response).rejects.toBe(reason);
    expect(homeserver.mailbox.sent).toHaveLength(carriedOut ? 1 : 0);
  },
);

it('rejects at once if the client has already aborted', async () => {
  const { homeserver } = openHomeserver();
  homeserver.faults.add({ outcome: 'silence' });
  const reason = new Error('too late');
  const request = tokenRequest(homeserver.baseUrl, AbortSignal.abort(reason));
  await expect(homeserver.handle(request)).rejects.toBe(reason);
});

describe('the fetch of a simulated homeserver', () => {
  it('reaches only that homeserver', async () => {
    const { homeserver } = openHomeserver();
    const versions = `${homeserver.baseUrl}/_matrix/client/versions`;
    expect((await homeserver.fetch(versions)).status).toBe(200);
    expect((await homeserver.fetch(new URL(versions))).status).toBe(200);
    expect((await homeserver.fetch(new Request(versions))).status).toBe(200);
    for (const url of ['https://elsewhere.org/', versions.replace('https:', 'http:')]) {
      await expect(homeserver.fetch(url)).rejects.toThrow(TypeError);
    }
    expect(homeserver.requests).toHaveLength(3);
  });

  it('sends nothing if it was aborted before', async () => {
    const { homeserver } = openHomeserver();
    const reason = new Error('too late');
    const signal = AbortSignal.abort(reason);
    await expect(homeserver.fetch(homeserver.baseUrl, { signal })).rejects.toBe(reason);
    expect(homeserver.requests).toEqual([]);
  });

  it('stops waiting when it is aborted, while the request is carried out', async () => {
    const { homeserver } = openHomeserver();
    const abort = new AbortController();
    const reason = new Error('enough');
    const delivered = new Promise((resolve) => {
      homeserver.mailbox.subscribe(resolve);
    });
    const response = homeserver.fetch(tokenRequest(homeserver.baseUrl), { signal: abort.signal });
    abort.abort(reason);
    await expect(response).rejects.toBe(reason);
    await delivered;
  });

  it('returns a redirect instead of following it', async () => {
    const { homeserver } = openHomeserver();
    homeserver.faults.add({
      outcome: { status: 302, headers: { Location: 'https://elsewhere.org/' } },
    });
    expect((await homeserver.fetch(homeserver.baseUrl)).status).toBe(302);
  });
});
