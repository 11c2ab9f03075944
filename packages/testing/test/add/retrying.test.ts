import { addThreepidView, type AddThreepidActor } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { settle } from '../client-environment.ts';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

/** Waits until a retry is due. */
async function untilRetrying(actor: AddThreepidActor): Promise<void> {
  await vi.waitUntil(() => addThreepidView(actor).getSnapshot().isRetrying);
}

describe('a request for a mail without a response', () => {
  it('is retried twice with the same body, and the view shows that it will be', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, clock, requestsTo, testServer } = fixture;
    const { actor, view } = await fixture.editing('email');
    for (const outcome of ['connectionLost', { status: 502, body: '<p>' }] as const) {
      homeserver.faults.add({ endpoint: 'requestEmailToken', outcome });
    }
    view.submit?.('alice@example.org');
    await untilRetrying(actor);
    clock.increment(15_000);
    await vi.waitUntil(() => requestsTo('requestEmailToken').length === 2);
    await untilRetrying(actor);
    clock.increment(30_000);
    expect((await at(actor, 'validatingByLink')).report).toBeNull();
    const [first, ...later] = requestsTo('requestEmailToken');
    expect(first).toMatchObject({ send_attempt: 1 });
    expect(later).toEqual([first, first]);
    expect(testServer.sentTo('alice@example.org')).toBe(1);
  });

  it('causes no second mail if the first one was sent', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.editing('email');
    fixture.homeserver.faults.add({
      endpoint: 'requestEmailToken',
      carriedOut: true,
      outcome: 'connectionLost',
    });
    view.submit?.('alice@example.org');
    await fixture.advanceUntil(at(actor, 'validatingByLink'));
    expect(fixture.requestsTo('requestEmailToken')).toHaveLength(2);
    expect(fixture.testServer.sentTo('alice@example.org')).toBe(1);
  });

  it('is not retried after the addition is cancelled', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.editing('email');
    fixture.failNext('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    await untilRetrying(actor);
    const now = addThreepidView(actor).getSnapshot();
    if ('cancel' in now) now.cancel?.();
    await at(actor, 'cancelled');
    fixture.clock.increment(60_000);
    await settle();
    expect(fixture.requestsTo('requestEmailToken')).toHaveLength(1);
  });

  it.each([
    // By then Synapse has sent the mail or failed to. An earlier retry would send a second mail.
    { what: '10 and 20 seconds at least', byte: 0, delays: [10_000, 20_000] },
    { what: '15 and 30 seconds at most', byte: 255, delays: [14_981, 29_961] },
  ])('is retried after $what', async ({ byte, delays }) => {
    const random = (length: number) => new Uint8Array(length).fill(byte);
    const fixture = await createSimulatedFixture({ random });
    const { actor, view } = await fixture.editing('email');
    fixture.failNext('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    for (const [retries, delay] of delays.entries()) {
      await untilRetrying(actor);
      fixture.clock.increment(delay - 1);
      await settle();
      expect(fixture.requestsTo('requestEmailToken')).toHaveLength(retries + 1);
      fixture.clock.increment(1);
      await vi.waitUntil(() => fixture.requestsTo('requestEmailToken').length === retries + 2);
    }
    expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  });
});

describe('a code without a response', () => {
  it('is submitted again twice, and the view shows that it will be', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view, text } = await fixture.validatingByToken();
    fixture.homeserver.faults.add({ endpoint: 'submitMsisdnToken', outcome: 'connectionLost' });
    fixture.homeserver.faults.add({
      endpoint: 'submitMsisdnToken',
      carriedOut: true,
      outcome: 'connectionLost',
    });
    view.submit?.(text.code);
    for (const delay of [1_500, 3_000]) {
      await untilRetrying(actor);
      expect(addThreepidView(actor).getSnapshot().busy).toBe('submittingToken');
      fixture.clock.increment(delay);
    }
    await authAt(actor, 'password');
    const [first, ...later] = fixture.requestsTo('submitMsisdnToken');
    expect(later).toEqual([first, first]);
  });

  it('is kept only until the last retry', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view, text } = await fixture.validatingByToken();
    fixture.failNext('submitMsisdnToken', 'connectionLost');
    view.submit?.(text.code);
    await untilRetrying(actor);
    expect(actor.getSnapshot().context.token?.reveal()).toBe(text.code);
    await fixture.advanceUntil(at(actor, 'validatingByToken'));
    expect(actor.getSnapshot().context.token).toBeNull();
  });
});

it('does not retry a request that timed out', async () => {
  const fixture = await createSimulatedFixture();
  const { actor, view, text } = await fixture.validatingByToken();
  fixture.homeserver.faults.add({ endpoint: 'submitMsisdnToken', outcome: 'silence' });
  view.submit?.(text.code);
  await vi.waitUntil(() => fixture.requestsTo('submitMsisdnToken').length === 1);
  fixture.clock.increment(30_000);
  expect((await at(actor, 'validatingByToken')).report?.problem).toEqual({ code: 'timeout' });
});

it('does not retry the request for a text message, because each one sends a message', async () => {
  const fixture = await createSimulatedFixture();
  const { actor, view } = await fixture.editing('msisdn');
  fixture.homeserver.faults.add({ endpoint: 'requestMsisdnToken', outcome: 'connectionLost' });
  view.submit?.('611223344', 'FR');
  expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  fixture.clock.increment(60_000);
  await settle();
  expect(fixture.requestsTo('requestMsisdnToken')).toHaveLength(1);
});

it('does not retry an addition without a response', async () => {
  const fixture = await createSimulatedFixture();
  const { actor, view } = await fixture.validatingByLink();
  fixture.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  view.proceed?.();
  await at(actor, 'validatingByLink');
  fixture.clock.increment(60_000);
  await settle();
  expect(fixture.requestsTo('addThreepid')).toHaveLength(1);
});
