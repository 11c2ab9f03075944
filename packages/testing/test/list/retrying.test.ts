import { createThreepids, threepidsView, type StepView, type ThreepidsView } from '@threepid/core';
import { expect, it, vi } from 'vitest';
import { profiles, type EndpointName } from '../../src/index.ts';
import { createClock, createPage, settle } from '../client-environment.ts';
import { confirming, once } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

function isRetrying(view: ThreepidsView): view is StepView<ThreepidsView, 'ready'> {
  return view.step === 'ready' && view.isRetrying;
}

function isSettled(view: ThreepidsView): boolean {
  return 'read' in view && view.read !== null;
}

function createList({
  homeserver,
  baseUrl,
  fetch,
}: ReturnType<typeof openSimulatedTestHomeserver>) {
  const clock = createClock();
  const { watchPage, returnTo } = createPage();
  const account = homeserver.addAccount({ userId: 'alice', password: 'a password' });
  const actor = createThreepids({
    baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch,
    clock,
    watchPage,
  });
  const view = () => threepidsView(actor).getSnapshot();
  return {
    actor,
    clock,
    view,
    returnTo,
    requested: () => homeserver.requests.map(({ endpoint }) => endpoint),
    failNext(...endpoints: EndpointName[]) {
      for (const endpoint of endpoints) {
        homeserver.faults.add({ endpoint, outcome: 'connectionLost' });
      }
    },
    /** Waits until a retry is due, and lets it start. */
    async retry() {
      await vi.waitUntil(() => {
        const now = view();
        return 'isRetrying' in now && now.isRetrying;
      });
      clock.increment(3_000);
    },
  };
}

it('retries reading the list after a network error, and keeps its rows meanwhile', async () => {
  const { client, homeserver, requestsTo, advanceUntil, giveAndRead } =
    await createSimulatedFixture();
  const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  (await client.settled()).read?.();
  const { rows, report } = await once(client.list, isRetrying);
  expect(rows).toMatchObject([{ threepid }]);
  expect(report).toBeNull();
  expect((await advanceUntil(client.settled())).report).toBeNull();
  expect(requestsTo('listThreepids')).toHaveLength(before + 2);
});

it('reads the list every half a minute, four times, after a removal that could not read it', async () => {
  const { client, clock, requestsTo, failNext, giveAndRead, returnToPage } =
    await createSimulatedFixture();
  const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
  const actor = await client.remove(threepid);
  const before = requestsTo('listThreepids').length;
  failNext('listThreepids', 'connectionLost', 5);
  (await confirming(actor)).confirm?.();
  expect((await client.removed()).report?.problem).toEqual({ code: 'network' });
  // One request of the removal, and one of the list.
  expect(requestsTo('listThreepids')).toHaveLength(before + 2);
  clock.increment(29_999);
  await settle();
  expect(requestsTo('listThreepids')).toHaveLength(before + 2);
  for (let half = 0; half < 10; half += 1) {
    clock.increment(30_000);
    await settle();
  }
  expect(requestsTo('listThreepids')).toHaveLength(before + 1 + 4);
  expect((await client.settled()).report?.problem).toEqual({ code: 'network' });

  returnToPage();
  clock.increment(5_000);
  await settle();
  expect(requestsTo('listThreepids')).toHaveLength(before + 1 + 5);
  expect((await client.settled()).rows).toEqual([]);
});

it('reports no problem after an automatic read of a stale list', async () => {
  const { client, clock, failNext, giveAndRead } = await createSimulatedFixture();
  const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
  const actor = await client.remove(threepid);
  failNext('listThreepids', 'connectionLost', 2);
  (await confirming(actor)).confirm?.();
  await client.removed();
  clock.increment(30_000);
  await settle();
  expect((await client.settled()).report).toBeNull();
});

it('reads a list that could not be read after a removal again with the next addition', async () => {
  const { client, requestsTo, failNext, giveAndRead } = await createSimulatedFixture();
  const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
  const actor = await client.remove(threepid);
  const before = requestsTo('listThreepids').length;
  failNext('listThreepids', 'connectionLost', 2);
  (await confirming(actor)).confirm?.();
  expect(await client.removed()).toMatchObject({ rows: [{ threepid }], report: expect.anything() });
  client.add('email');
  expect(await client.settled()).toMatchObject({ rows: [], report: null });
  expect(requestsTo('listThreepids')).toHaveLength(before + 3);
});

it('retries only the list if the capabilities were read', async () => {
  const { actor, requested, view, failNext, retry } = createList(openSimulatedTestHomeserver());
  failNext('listThreepids');
  actor.send({ type: 'list.open' });
  await retry();
  await vi.waitUntil(() => view().step === 'ready');
  expect(requested()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
});

it('retries the list and the capabilities once if both failed', async () => {
  const { actor, requested, view, failNext, retry } = createList(openSimulatedTestHomeserver());
  failNext('listThreepids', 'capabilities', 'listThreepids');
  actor.send({ type: 'list.open' });
  await retry();
  await vi.waitUntil(() => view().step === 'failed');
  expect(requested()).toEqual(['listThreepids', 'capabilities', 'listThreepids', 'capabilities']);
});

it('allows no changes after a reload if the homeserver allowed none before and does not say', async () => {
  const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
  const { actor, clock, requested, view, failNext, retry, returnTo } = createList(testServer);
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => view().step === 'unavailable');
  failNext('listThreepids', 'capabilities', 'capabilities');
  returnTo();
  clock.increment(5_000);
  await retry();
  await vi.waitUntil(() => requested().length > 7 && isSettled(view()));
  expect(view()).toMatchObject({ step: 'unavailable', report: null });
});

it('does not retry if the account is managed elsewhere', async () => {
  const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
  const { actor, clock, requested, view, failNext } = createList(testServer);
  failNext('listThreepids');
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => view().step === 'failed');
  clock.increment(60_000);
  await settle();
  expect(requested()).toEqual(['listThreepids', 'capabilities']);
});
