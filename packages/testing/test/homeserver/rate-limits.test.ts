import { describe, expect, it } from 'vitest';
import type { FaultResponse } from '../../src/index.ts';
import { at } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const DAY = 86_400_000;
const tooMany = { errcode: 'M_LIMIT_EXCEEDED' };

/** How a homeserver says how long to wait, and the wait in milliseconds. */
const limits: readonly (readonly [string, Omit<FaultResponse, 'status'>, number])[] = [
  ['in the body', { body: { ...tooMany, retry_after_ms: 2_500 } }, 2_500],
  ['in seconds', { body: tooMany, headers: { 'Retry-After': '7' } }, 7_000],
  [
    'as a date',
    { body: tooMany, headers: { 'Retry-After': new Date(Date.UTC(2026, 0, 1, 1)).toUTCString() } },
    3_600_000,
  ],
  [
    'in the body and in seconds',
    { body: { ...tooMany, retry_after_ms: 1_000 }, headers: { 'Retry-After': '7' } },
    1_000,
  ],
  ['not at all', { body: { errcode: 'M_UNKNOWN' } }, 60_000],
  ['for a year', { body: { ...tooMany, retry_after_ms: 365 * DAY } }, DAY],
  ['with a negative number', { body: { ...tooMany, retry_after_ms: -5 } }, 60_000],
];

describe.each(limits)('a rate limit with its wait given %s', (_, response, wait) => {
  it('is reported with the time that it ends', async () => {
    const { homeserver, clock, editing } = await createSimulatedFixture();
    const { actor, view } = await editing('email');
    const outcome = { status: 429, ...response };
    homeserver.faults.add({ endpoint: 'requestEmailToken', outcome });
    view.submit?.('alice@example.org');
    const { report } = await at(actor, 'editing');
    expect(report?.problem).toEqual({ code: 'rateLimited', until: clock.now() + wait });
  });
});
