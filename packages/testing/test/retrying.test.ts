import {
  addThreepidView,
  createThreepids,
  threepidsView,
  type ThreepidsView,
} from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { profiles, type EndpointName } from '../src/index.ts';
import { at, confirming, once } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';
import { openSimulatedTestHomeserver } from './simulated-test-homeserver.ts';
import { createClock, createPage, settle } from './client-environment.ts';

/** Waits until it is said that the same is asked again in a moment. */
async function isRetrying(actor: Parameters<typeof addThreepidView>[0]): Promise<void> {
  await vi.waitUntil(() => addThreepidView(actor).getSnapshot().isRetrying);
}

function isListRetrying(view: ThreepidsView): view is Extract<ThreepidsView, { step: 'ready' }> {
  return view.step === 'ready' && view.isRetrying;
}

function isRead(view: ThreepidsView): boolean {
  return 'read' in view && view.read !== null;
}

function openList(world: ReturnType<typeof openSimulatedTestHomeserver>, clock = createClock()) {
  const { watchPage, returnTo } = createPage();
  const account = world.homeserver.addAccount({ userId: 'alice', password: 'a password' });
  const actor = createThreepids({
    baseUrl: world.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: world.fetch,
    clock,
    watchPage,
  });
  const asked = () => world.homeserver.requests.map(({ endpoint }) => endpoint);
  const view = () => threepidsView(actor).getSnapshot();
  const lose = (...endpoints: EndpointName[]) => {
    for (const endpoint of endpoints) {
      world.homeserver.faults.add({ endpoint, outcome: 'connectionLost' });
    }
  };
  /** Waits until the list is asked for again in a moment, and then that long. */
  const pause = async () => {
    await vi.waitUntil(() => {
      const now = view();
      return 'isRetrying' in now && now.isRetrying;
    });
    clock.increment(3_000);
  };
  return { actor, clock, asked, view, lose, pause, returnTo };
}

describe('a request for a mail that nobody answers', () => {
  it('is repeated as it was, twice, and says so in the pauses', async () => {
    const alice = await simulatedPerson();
    const { homeserver, clock, asked, world } = alice;
    const { actor, view } = await alice.editing('email');
    for (const outcome of ['connectionLost', { status: 502, body: '<p>' }] as const) {
      homeserver.faults.add({ endpoint: 'requestEmailToken', outcome });
    }
    view.submit?.('alice@example.org');
    await isRetrying(actor);
    clock.increment(15_000);
    await vi.waitUntil(() => asked('requestEmailToken').length === 2);
    await isRetrying(actor);
    clock.increment(30_000);
    expect((await at(actor, 'validatingByLink')).report).toBeNull();
    const [first, ...later] = asked('requestEmailToken');
    expect(first).toMatchObject({ send_attempt: 1 });
    expect(later).toEqual([first, first]);
    expect(world.sentTo('alice@example.org')).toBe(1);
  });

  it('costs no second mail where the first one was sent', async () => {
    const alice = await simulatedPerson();
    const { actor, view } = await alice.editing('email');
    alice.homeserver.faults.add({
      endpoint: 'requestEmailToken',
      carriedOut: true,
      outcome: 'connectionLost',
    });
    view.submit?.('alice@example.org');
    await alice.passing(at(actor, 'validatingByLink'));
    expect(alice.asked('requestEmailToken')).toHaveLength(2);
    expect(alice.world.sentTo('alice@example.org')).toBe(1);
  });

  it('is repeated no more once it is cancelled', async () => {
    const alice = await simulatedPerson();
    const { actor, view } = await alice.editing('email');
    alice.lose('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    await isRetrying(actor);
    const now = addThreepidView(actor).getSnapshot();
    if ('cancel' in now) now.cancel?.();
    await at(actor, 'cancelled');
    alice.clock.increment(60_000);
    await settle();
    expect(alice.asked('requestEmailToken')).toHaveLength(1);
  });

  it.each([
    // By then Synapse has sent the mail, or knows that it cannot: it would send another one before.
    { what: 'ten seconds and then twenty at least', byte: 0, pauses: [10_000, 20_000] },
    { what: 'fifteen seconds and then thirty at most', byte: 255, pauses: [14_981, 29_961] },
  ])('is repeated after $what', async ({ byte, pauses }) => {
    const random = (length: number) => new Uint8Array(length).fill(byte);
    const alice = await simulatedPerson({ random });
    const { actor, view } = await alice.editing('email');
    alice.lose('requestEmailToken', 'connectionLost');
    view.submit?.('alice@example.org');
    for (const [before, pause] of pauses.entries()) {
      await isRetrying(actor);
      alice.clock.increment(pause - 1);
      await settle();
      expect(alice.asked('requestEmailToken')).toHaveLength(before + 1);
      alice.clock.increment(1);
      await vi.waitUntil(() => alice.asked('requestEmailToken').length === before + 2);
    }
    expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  });
});

describe('a code that nobody answers to', () => {
  it('is sent again as it was, twice, and says so in the pauses', async () => {
    const alice = await simulatedPerson();
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
    await at(actor, 'authenticating');
    const [first, ...later] = alice.asked('submitMsisdnToken');
    expect(later).toEqual([first, first]);
  });

  it('is kept no longer than that', async () => {
    const alice = await simulatedPerson();
    const { actor, view, text } = await alice.validatingByToken();
    alice.lose('submitMsisdnToken', 'connectionLost');
    view.submit?.(text.code);
    await isRetrying(actor);
    expect(actor.getSnapshot().context.token?.reveal()).toBe(text.code);
    await alice.passing(at(actor, 'validatingByToken'));
    expect(actor.getSnapshot().context.token).toBeNull();
  });
});

it('repeats nothing that took as long as a request may', async () => {
  const alice = await simulatedPerson();
  const { actor, view, text } = await alice.validatingByToken();
  alice.homeserver.faults.add({ endpoint: 'submitMsisdnToken', outcome: 'silence' });
  view.submit?.(text.code);
  await vi.waitUntil(() => alice.asked('submitMsisdnToken').length === 1);
  alice.clock.increment(30_000);
  expect((await at(actor, 'validatingByToken')).report?.problem).toEqual({ code: 'timeout' });
});

it('asks for no text message again by itself', async () => {
  const alice = await simulatedPerson();
  const { actor, view } = await alice.editing('msisdn');
  alice.homeserver.faults.add({ endpoint: 'requestMsisdnToken', outcome: 'connectionLost' });
  view.submit?.('611223344', 'FR');
  expect((await at(actor, 'editing')).report?.problem).toEqual({ code: 'network' });
  alice.clock.increment(60_000);
  await settle();
  expect(alice.asked('requestMsisdnToken')).toHaveLength(1);
});

it('adds by itself no second time what nobody answered to', async () => {
  const alice = await simulatedPerson();
  const { actor, view } = await alice.validatingByLink();
  alice.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  view.proceed?.();
  await at(actor, 'validatingByLink');
  alice.clock.increment(60_000);
  await settle();
  expect(alice.asked('addThreepid')).toHaveLength(1);
});

describe('a list that does not come', () => {
  it('is asked for again by itself, and the old rows stay meanwhile', async () => {
    const alice = await simulatedPerson();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    alice.homeserver.addThreepid(alice.person.account.userId, threepid);
    (await alice.person.settled()).read?.();
    await alice.person.settled();
    const before = alice.asked('listThreepids').length;
    alice.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    (await alice.person.settled()).read?.();
    const { rows, report } = await once(alice.person.list, isListRetrying);
    expect(rows).toMatchObject([{ threepid }]);
    expect(report).toBeNull();
    expect((await alice.passing(alice.person.settled())).report).toBeNull();
    expect(alice.asked('listThreepids')).toHaveLength(before + 2);
  });

  it('is told at once where it is read because a removal ended without it', async () => {
    const alice = await simulatedPerson();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    alice.homeserver.addThreepid(alice.person.account.userId, threepid);
    (await alice.person.settled()).read?.();
    const actor = await alice.person.remove(threepid);
    const before = alice.asked('listThreepids').length;
    // The removal looks at the list, and then the list does.
    alice.lose('listThreepids', 'connectionLost');
    (await confirming(actor)).confirm?.();
    expect((await alice.person.removed()).report?.problem).toEqual({ code: 'network' });
    alice.clock.increment(60_000);
    await settle();
    expect(alice.asked('listThreepids')).toHaveLength(before + 2);
  });

  it('is asked for alone then, without what was said of changes', async () => {
    const world = openSimulatedTestHomeserver();
    const { actor, asked, view, lose, pause } = openList(world);
    lose('listThreepids');
    actor.send({ type: 'list.open' });
    await pause();
    await vi.waitUntil(() => view().step === 'ready');
    expect(asked()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
  });

  it('is asked for once more where what may be changed was lost as well, with that', async () => {
    const world = openSimulatedTestHomeserver();
    const { actor, asked, view, lose, pause } = openList(world);
    lose('listThreepids', 'capabilities', 'listThreepids');
    actor.send({ type: 'list.open' });
    await pause();
    await vi.waitUntil(() => view().step === 'failed');
    expect(asked()).toEqual(['listThreepids', 'capabilities', 'listThreepids', 'capabilities']);
  });

  it('stays one that is changed elsewhere where nobody says otherwise', async () => {
    const world = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, clock, asked, view, lose, pause, returnTo } = openList(world);
    actor.send({ type: 'list.open' });
    await vi.waitUntil(() => view().step === 'unavailable');
    lose('listThreepids', 'capabilities', 'capabilities');
    returnTo();
    clock.increment(5_000);
    await pause();
    await vi.waitUntil(() => asked().length > 7 && isRead(view()));
    expect(view()).toMatchObject({ step: 'unavailable', report: null });
  });

  it('is not asked for again where the account is managed elsewhere', async () => {
    const world = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, clock, asked, view } = openList(world);
    world.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    actor.send({ type: 'list.open' });
    await vi.waitUntil(() => view().step === 'failed');
    clock.increment(60_000);
    await settle();
    expect(asked()).toEqual(['listThreepids', 'capabilities']);
  });
});
