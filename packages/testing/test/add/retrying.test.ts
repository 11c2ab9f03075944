import {
  addThreepidView,
  createThreepids,
  threepidsView,
  type ThreepidsView,
} from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { profiles, type EndpointName } from '../../src/index.ts';
import { at, authAt, confirming, once } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { createClock, createPage, settle } from '../client-environment.ts';

/** Waits until it is said that the same is requestsTo again in a moment. */
async function isRetrying(actor: Parameters<typeof addThreepidView>[0]): Promise<void> {
  await vi.waitUntil(() => addThreepidView(actor).getSnapshot().isRetrying);
}

function isListRetrying(view: ThreepidsView): view is Extract<ThreepidsView, { step: 'ready' }> {
  return view.step === 'ready' && view.isRetrying;
}

function isRead(view: ThreepidsView): boolean {
  return 'read' in view && view.read !== null;
}

function openList(testServer: ReturnType<typeof openSimulatedTestHomeserver>, clock = createClock()) {
  const { watchPage, returnTo } = createPage();
  const account = testServer.homeserver.addAccount({ userId: 'alice', password: 'a password' });
  const actor = createThreepids({
    baseUrl: testServer.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: testServer.fetch,
    clock,
    watchPage,
  });
  const requestsTo = () => testServer.homeserver.requests.map(({ endpoint }) => endpoint);
  const view = () => threepidsView(actor).getSnapshot();
  const failNext = (...endpoints: EndpointName[]) => {
    for (const endpoint of endpoints) {
      testServer.homeserver.faults.add({ endpoint, outcome: 'connectionLost' });
    }
  };
  /** Waits until the list is requestsTo for again in a moment, and then that long. */
  const pause = async () => {
    await vi.waitUntil(() => {
      const now = view();
      return 'isRetrying' in now && now.isRetrying;
    });
    clock.increment(3_000);
  };
  return { actor, clock, requestsTo, view, failNext, pause, returnTo };
}

describe('a request for a mail that nobody answers', () => {
  it('is repeated as it was, twice, and says so in the pauses', async () => {
    const alice = await createSimulatedFixture();
    const { homeserver, clock, requestsTo, testServer } = alice;
    const { actor, view } = await alice.editing('email');
    for (const outcome of ['connectionLost', { status: 502, body: '<p>' }] as const) {
      homeserver.faults.add({ endpoint: 'requestEmailToken', outcome });
    }
    view.submit?.('alice@example.org');
    await isRetrying(actor);
    clock.increment(15_000);
    await vi.waitUntil(() => requestsTo('requestEmailToken').length === 2);
    await isRetrying(actor);
    clock.increment(30_000);
    expect((await at(actor, 'validatingByLink')).report).toBeNull();
    const [first, ...later] = requestsTo('requestEmailToken');
    expect(first).toMatchObject({ send_attempt: 1 });
    expect(later).toEqual([first, first]);
    expect(testServer.sentTo('alice@example.org')).toBe(1);
  });

  it('costs no second mail where the first one was sent', async () => {
    const alice = await createSimulatedFixture();
    const { actor, view } = await alice.editing('email');
    alice.homeserver.faults.add({
      endpoint: 'requestEmailToken',
      carriedOut: true,
      outcome: 'connectionLost',
    });
    view.submit?.('alice@example.org');
    await alice.advanceUntil(at(actor, 'validatingByLink'));
    expect(alice.requestsTo('requestEmailToken')).toHaveLength(2);
    expect(alice.testServer.sentTo('alice@example.org')).toBe(1);
  });

  it('is repeated no more once it is cancelled', async () => {
    const alice = await createSimulatedFixture();
    const { actor, view } = await alice.editing('email');
    alice.failNext('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    await isRetrying(actor);
    const now = addThreepidView(actor).getSnapshot();
    if ('cancel' in now) now.cancel?.();
    await at(actor, 'cancelled');
    alice.clock.increment(60_000);
    await settle();
    expect(alice.requestsTo('requestEmailToken')).toHaveLength(1);
  });

  it.each([
    // By then Synapse has sent the mail, or knows that it cannot: it would send another one before.
    { what: 'ten seconds and then twenty at least', byte: 0, pauses: [10_000, 20_000] },
    { what: 'fifteen seconds and then thirty at most', byte: 255, pauses: [14_981, 29_961] },
  ])('is repeated after $what', async ({ byte, pauses }) => {
    const random = (length: number) => new Uint8Array(length).fill(byte);
    const alice = await createSimulatedFixture({ random });
    const { actor, view } = await alice.editing('email');
    alice.failNext('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    for (const [before, pause] of pauses.entries()) {
      await isRetrying(actor);
      alice.clock.increment(pause - 1);
      await settle();
      expect(alice.requestsTo('requestEmailToken')).toHaveLength(before + 1);
      alice.clock.increment(1);
      await vi.waitUntil(() => alice.requestsTo('requestEmailToken').length === before + 2);
    }
    expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  });
});

describe('a code that nobody answers to', () => {
  it('is sent again as it was, twice, and says so in the pauses', async () => {
    const alice = await createSimulatedFixture();
    const { actor, view, text } = await alice.validatingByToken();
    alice.homeserver.faults.add({ endpoint: 'submitMsisdnToken', outcome: 'connectionLost' });
    alice.homeserver.faults.add({
      endpoint: 'submitMsisdnToken',
      carriedOut: true,
      outcome: 'connectionLost',
    });
    view.submit?.(text.code);
    for (const pause of [1_500, 3_000]) {
      await isRetrying(actor);
      expect(addThreepidView(actor).getSnapshot().busy).toBe('submittingToken');
      alice.clock.increment(pause);
    }
    await authAt(actor, 'password');
    const [first, ...later] = alice.requestsTo('submitMsisdnToken');
    expect(later).toEqual([first, first]);
  });

  it('is kept no longer than that', async () => {
    const alice = await createSimulatedFixture();
    const { actor, view, text } = await alice.validatingByToken();
    alice.failNext('submitMsisdnToken', 'connectionLost');
    view.submit?.(text.code);
    await isRetrying(actor);
    expect(actor.getSnapshot().context.token?.reveal()).toBe(text.code);
    await alice.advanceUntil(at(actor, 'validatingByToken'));
    expect(actor.getSnapshot().context.token).toBeNull();
  });
});

it('repeats nothing that took as long as a request may', async () => {
  const alice = await createSimulatedFixture();
  const { actor, view, text } = await alice.validatingByToken();
  alice.homeserver.faults.add({ endpoint: 'submitMsisdnToken', outcome: 'silence' });
  view.submit?.(text.code);
  await vi.waitUntil(() => alice.requestsTo('submitMsisdnToken').length === 1);
  alice.clock.increment(30_000);
  expect((await at(actor, 'validatingByToken')).report?.problem).toEqual({ code: 'timeout' });
});

it('asks for no text message again by itself', async () => {
  const alice = await createSimulatedFixture();
  const { actor, view } = await alice.editing('msisdn');
  alice.homeserver.faults.add({ endpoint: 'requestMsisdnToken', outcome: 'connectionLost' });
  view.submit?.('611223344', 'FR');
  expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  alice.clock.increment(60_000);
  await settle();
  expect(alice.requestsTo('requestMsisdnToken')).toHaveLength(1);
});

it('adds by itself no second time what nobody answered to', async () => {
  const alice = await createSimulatedFixture();
  const { actor, view } = await alice.validatingByLink();
  alice.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  view.proceed?.();
  await at(actor, 'validatingByLink');
  alice.clock.increment(60_000);
  await settle();
  expect(alice.requestsTo('addThreepid')).toHaveLength(1);
});

describe('a list that does not come', () => {
  it('is requestsTo for again by itself, and the old rows stay meanwhile', async () => {
    const alice = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    alice.homeserver.addThreepid(alice.client.account.userId, threepid);
    (await alice.client.settled()).read?.();
    await alice.client.settled();
    const before = alice.requestsTo('listThreepids').length;
    alice.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    (await alice.client.settled()).read?.();
    const { rows, report } = await once(alice.client.list, isListRetrying);
    expect(rows).toMatchObject([{ threepid }]);
    expect(report).toBeNull();
    expect((await alice.advanceUntil(alice.client.settled())).report).toBeNull();
    expect(alice.requestsTo('listThreepids')).toHaveLength(before + 2);
  });

  it('is told at once where it is read because a removal ended without it', async () => {
    const alice = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    alice.homeserver.addThreepid(alice.client.account.userId, threepid);
    (await alice.client.settled()).read?.();
    const actor = await alice.client.remove(threepid);
    const before = alice.requestsTo('listThreepids').length;
    // The removal looks at the list, and then the list does.
    alice.failNext('listThreepids', 'connectionLost');
    (await confirming(actor)).confirm?.();
    expect((await alice.client.removed()).report?.problem).toEqual({ code: 'network' });
    alice.clock.increment(60_000);
    await settle();
    expect(alice.requestsTo('listThreepids')).toHaveLength(before + 2);
  });

  it('is requestsTo for alone then, without what was said of changes', async () => {
    const testServer = openSimulatedTestHomeserver();
    const { actor, requestsTo, view, failNext, pause } = openList(testServer);
    failNext('listThreepids');
    actor.send({ type: 'list.open' });
    await pause();
    await vi.waitUntil(() => view().step === 'ready');
    expect(requestsTo()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
  });

  it('is requestsTo for once more where what may be changed was lost as well, with that', async () => {
    const testServer = openSimulatedTestHomeserver();
    const { actor, requestsTo, view, failNext, pause } = openList(testServer);
    failNext('listThreepids', 'capabilities', 'listThreepids');
    actor.send({ type: 'list.open' });
    await pause();
    await vi.waitUntil(() => view().step === 'failed');
    expect(requestsTo()).toEqual(['listThreepids', 'capabilities', 'listThreepids', 'capabilities']);
  });

  it('stays one that is changed elsewhere where nobody says otherwise', async () => {
    const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, clock, requestsTo, view, failNext, pause, returnTo } = openList(testServer);
    actor.send({ type: 'list.open' });
    await vi.waitUntil(() => view().step === 'unavailable');
    failNext('listThreepids', 'capabilities', 'capabilities');
    returnTo();
    clock.increment(5_000);
    await pause();
    await vi.waitUntil(() => requestsTo().length > 7 && isRead(view()));
    expect(view()).toMatchObject({ step: 'unavailable', report: null });
  });

  it('is not requestsTo for again where the account is managed elsewhere', async () => {
    const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, clock, requestsTo, view } = openList(testServer);
    testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    actor.send({ type: 'list.open' });
    await vi.waitUntil(() => view().step === 'failed');
    clock.increment(60_000);
    await settle();
    expect(requestsTo()).toEqual(['listThreepids', 'capabilities']);
  });
});
