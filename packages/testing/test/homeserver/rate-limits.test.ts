import { describe, expect, it } from 'vitest';
import type { FaultResponse } from '../../src/index.ts';
import { at } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const DAY = 86_400_000;
const tooMany = { errcode: 'M_LIMIT_EXCEEDED' };

/** What a homeserver says of how long to wait, and how long that is in milliseconds. */
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
  ['nowhere', { body: { errcode: 'M_UNKNOWN' } }, 60_000],
  ['for a year', { body: { ...tooMany, retry_after_ms: 365 * DAY } }, DAY],
  ['backwards', { body: { ...tooMany, retry_after_ms: -5 } }, 60_000],
];

describe.each(limits)('a limit that says how long %s', (_, answer, wait) => {
  it('is told with the moment of its end', async () => {
    const { homeserver, clock, editing } = await createSimulatedFixture();
    const { actor, view } = await editing('email');
    const outcome = { status: 429, ...answer };
    homeserver.faults.add({ endpoint: 'requestEmailToken', outcome });
    view.submit?.('alice@example.org');
    const { report } = await at(actor, 'editing');
    expect(report?.problem).toEqual({ code: 'rateLimited', until: clock.now() + wait });
  });
});
