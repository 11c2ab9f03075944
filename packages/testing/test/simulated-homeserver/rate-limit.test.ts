import { expect, it } from 'vitest';
import { SYNAPSE_RATE_LIMIT } from '../../src/index.ts';
import { openHomeserver } from './open-homeserver.ts';

const REFILL = 333_333;

/** A client with this IP address. */
const from = (ip: string) => ({ as: null, headers: { 'X-Forwarded-For': ip } });

function openLimited() {
  return openHomeserver({ rateLimit: SYNAPSE_RATE_LIMIT });
}

// Synapse, `rc_3pid_validation` in synapse/config/ratelimiting.py, LimitExceededError in synapse/api/errors.py.
it('rejects the sixth request, with the wait in the body and in a header', async () => {
  const { homeserver } = openLimited();
  const url = `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/email/requestToken`;
  const body = JSON.stringify({ email: 'a@b.c', client_secret: 'secret', send_attempt: 1 });
  const request = () => homeserver.handle(new Request(url, { method: 'POST', body }));
  for (let count = 1; count <= 5; count += 1) expect((await request()).status).toBe(200);

  const rejected = await request();
  expect(rejected.status).toBe(429);
  expect(await rejected.json()).toEqual({
    errcode: 'M_LIMIT_EXCEEDED',
    error: 'Too Many Requests',
    retry_after_ms: REFILL,
  });
  expect(rejected.headers.get('Retry-After')).toBe('334');
  expect(rejected.headers.get('Access-Control-Expose-Headers')).not.toContain('Retry-After');
});

it('counts requests that send nothing, but not those that it rejects', async () => {
  const { homeserver, requestEmailToken, advance } = openLimited();
  for (let count = 1; count <= 5; count += 1) await requestEmailToken();
  expect(homeserver.mailbox.sent).toHaveLength(1);
  for (let count = 1; count <= 5; count += 1) {
    expect((await requestEmailToken()).status).toBe(429);
  }
  advance(REFILL + 1);
  expect((await requestEmailToken()).status).toBe(200);
  expect((await requestEmailToken()).status).toBe(429);
});

it('returns the remaining wait', async () => {
  const { requestEmailToken, advance } = openLimited();
  for (let count = 1; count <= 5; count += 1) await requestEmailToken();
  advance(333_000);
  expect(await requestEmailToken()).toMatchObject({ body: { retry_after_ms: 333 } });
});

it('allows a full burst after a long pause, and not more', async () => {
  const { requestEmailToken, advance } = openLimited();
  for (let count = 1; count <= 5; count += 1) await requestEmailToken();
  advance(100 * REFILL);
  for (let count = 1; count <= 5; count += 1) {
    expect((await requestEmailToken()).status).toBe(200);
  }
  expect((await requestEmailToken()).status).toBe(429);
});

it('counts per client for all addresses, and per address for all clients', async () => {
  const { requestEmailToken } = openLimited();
  for (let count = 1; count <= 5; count += 1) {
    await requestEmailToken({ email: `${count}@example.org` }, from('192.0.2.1'));
  }
  expect((await requestEmailToken({}, from('192.0.2.1'))).status).toBe(429);
  for (let count = 1; count <= 5; count += 1) {
    expect((await requestEmailToken({}, from(`198.51.100.${count}`))).status).toBe(200);
  }
  expect((await requestEmailToken({}, from('198.51.100.6'))).status).toBe(429);
});

it('counts mails and texts separately', async () => {
  const { requestEmailToken, requestMsisdnToken } = openLimited();
  for (let count = 1; count <= 5; count += 1) await requestEmailToken();
  for (let count = 1; count <= 5; count += 1) {
    expect((await requestMsisdnToken()).status).toBe(200);
  }
  expect((await requestMsisdnToken()).status).toBe(429);
});

it('limits no other requests', async () => {
  const { requestEmailToken, submitMsisdnToken, beginAuth, get, post } = openHomeserver({
    rateLimit: { perSecond: 0.003, burst: 1 },
  });
  await requestEmailToken();
  expect((await requestEmailToken()).status).toBe(429);
  const wrong = { sid: 'any', client_secret: 'any', token: 'any' };
  for (let count = 1; count <= 5; count += 1) {
    expect((await get('3pid')).status).toBe(200);
    expect((await submitMsisdnToken(wrong)).status).toBe(400);
    expect(await beginAuth()).not.toBe('');
    expect((await post('3pid/delete', { medium: 'email', address: 'a@b.c' })).status).toBe(200);
  }
});
