import { removeThreepidView, type Threepid } from '@threepid/core';
import { expect, it, vi } from 'vitest';
import { settle } from '../client-environment.ts';
import { confirming, startClient } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { callAs } from '../helpers/standalone-auth.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

/** Starts the removal of an email address that the account has. */
async function startRemoval() {
  const fixture = await createSimulatedFixture();
  const threepid = await fixture.giveAndRead({ medium: 'email', address: 'alice@example.org' });
  const { testServer, client } = fixture;
  /** Removes a threepid as another client would. */
  const removeElsewhere = (body: Threepid) =>
    callAs(testServer, client.account, { method: 'POST', path: '/account/3pid/delete', body });
  return { ...fixture, threepid, removeElsewhere, actor: await client.remove(threepid) };
}

it('marks the last threepid of a medium', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  await testServer.give(account, { medium: 'email', address: 'a@example.org' });
  await testServer.give(account, { medium: 'email', address: 'b@example.org' });
  await testServer.give(account, { medium: 'msisdn', address: '33611223344' });
  const client = await startClient(testServer, account);
  const isLast = async (medium: 'email' | 'msisdn', address: string) =>
    (await confirming(await client.remove({ medium, address }))).isLast;
  expect(await isLast('email', 'a@example.org')).toBe(false);
  expect(await isLast('msisdn', '33611223344')).toBe(true);
});

it('reports that the threepid is still listed after the homeserver responded that it is deleted', async () => {
  const { homeserver, clock, client, requestsTo, actor } = await startRemoval();
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    outcome: { status: 200, body: { id_server_unbind_result: 'success' } },
  });
  (await confirming(actor)).confirm?.();
  await settle();
  // The list contradicts the response, so it is read again before it counts.
  clock.increment(1_999);
  await settle();
  expect(removeThreepidView(actor).getSnapshot()).toMatchObject({ busy: 'reconciling' });
  expect(requestsTo('listThreepids')).toHaveLength(before + 1);
  clock.increment(1);
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });
  expect(requestsTo('listThreepids')).toHaveLength(before + 2);
  again.confirm?.();
  expect((await client.removed()).rows).toEqual([]);
});

it('keeps the notice of a removal when the list is opened again', async () => {
  const { client, threepid, actor } = await startRemoval();
  (await confirming(actor)).confirm?.();
  await client.removed();
  client.reopen();
  expect((await client.settled()).notice).toMatchObject({ type: 'removed', threepid });
});

it('counts a threepid that another client removed as removed only if the list confirms it', async () => {
  const { homeserver, client, actor } = await startRemoval();
  const notFound = { status: 404, body: { errcode: 'M_THREEPID_NOT_FOUND' } };
  homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: notFound });
  (await confirming(actor)).confirm?.();
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });

  homeserver.faults.add({ endpoint: 'deleteThreepid', carriedOut: true, outcome: notFound });
  again.confirm?.();
  expect((await client.removed()).rows).toEqual([]);
});

it('sees in the list that a removal succeeded whose response was lost', async () => {
  const { homeserver, client, requestsTo, actor } = await startRemoval();
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    carriedOut: true,
    outcome: { status: 502, body: '<h1>Bad gateway</h1>' },
  });
  (await confirming(actor)).confirm?.();
  const { rows, notice } = await client.removed();
  expect(rows).toEqual([]);
  expect(notice).toMatchObject({ unbindResult: null });
  expect(requestsTo('deleteThreepid')).toHaveLength(1);
});

it('returns to the confirmation after half a minute without a response', async () => {
  const { homeserver, clock, requestsTo, actor } = await startRemoval();
  homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: 'silence' });
  (await confirming(actor)).confirm?.();
  await vi.waitUntil(() => requestsTo('deleteThreepid').length === 1);
  const before = requestsTo('listThreepids').length;
  clock.increment(30_000);
  await settle();
  // The request runs a second longer: until then, the homeserver may still carry it out.
  expect(removeThreepidView(actor).getSnapshot()).toMatchObject({ busy: 'reconciling' });
  expect(requestsTo('listThreepids')).toHaveLength(before);
  clock.increment(1_000);
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });
});

it('keeps a threepid whose removal is cancelled', async () => {
  const { client, requestsTo, threepid, actor } = await startRemoval();
  (await confirming(actor)).cancel?.();
  const { rows, notice } = await client.settled();
  expect(rows).toMatchObject([{ threepid, removal: null }]);
  expect(rows[0]?.remove).not.toBeNull();
  expect(notice).toBeNull();
  expect(requestsTo('deleteThreepid')).toEqual([]);
});

it('ends as removed if it is cancelled after the homeserver responded that it is deleted', async () => {
  const { homeserver, client, actor } = await startRemoval();
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  (await confirming(actor)).confirm?.();
  await vi.waitUntil(() => actor.getSnapshot().matches('reconciling'));
  const view = removeThreepidView(actor).getSnapshot();
  if (view.step === 'confirming') view.cancel?.();
  expect((await client.removed()).rows).toEqual([]);
});

it('ends as unsettled if it is cancelled during the request and the list cannot be read', async () => {
  const { homeserver, client, requestsTo, threepid, actor } = await startRemoval();
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: 'connectionLost' });
  (await confirming(actor)).confirm?.();
  actor.send({ type: 'flow.cancel' });
  // The list machine reads the list again, because the removal could not.
  await vi.waitUntil(() => requestsTo('listThreepids').length === before + 2);
  expect(removeThreepidView(actor).getSnapshot().step).toBe('unsettled');
  expect((await client.settled()).report).toBeNull();
  expect(await client.listed()).toEqual([threepid]);
});

it('ends as unsettled five seconds after it is cancelled if the homeserver does not respond', async () => {
  const { homeserver, clock, client, requestsTo, actor } = await startRemoval();
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({ endpoint: 'deleteThreepid', carriedOut: true, outcome: 'silence' });
  (await confirming(actor)).confirm?.();
  await vi.waitUntil(() => homeserver.threepidsOf(client.account.userId).length === 0);
  actor.send({ type: 'flow.cancel' });
  clock.increment(4_999);
  await settle();
  expect(removeThreepidView(actor).getSnapshot()).toMatchObject({ busy: 'reconciling' });
  clock.increment(1);
  await vi.waitUntil(() => removeThreepidView(actor).getSnapshot().step === 'unsettled');
  clock.increment(25_999);
  await settle();
  expect(requestsTo('listThreepids')).toHaveLength(before);
  // The request is aborted, and the list shows that the homeserver has carried it out.
  clock.increment(1);
  expect(await client.listed()).toEqual([]);
  expect(requestsTo('listThreepids')).toHaveLength(before + 1);
});

it('ends as removed if it is cancelled and the homeserver responds within five seconds', async () => {
  const { clock, client, delayNext, actor } = await startRemoval();
  delayNext('request', '/account/3pid/delete', 5_000);
  (await confirming(actor)).confirm?.();
  clock.increment(2_000);
  actor.send({ type: 'flow.cancel' });
  await settle();
  expect(removeThreepidView(actor).getSnapshot()).toMatchObject({ busy: 'reconciling' });
  clock.increment(3_000);
  expect((await client.removed()).rows).toEqual([]);
});

it('reads the list before it is confirmed again or cancelled, if the response and the list were lost', async () => {
  const { homeserver, client, requestsTo, actor } = await startRemoval();
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    carriedOut: true,
    outcome: 'connectionLost',
  });
  for (let read = 0; read < 2; read += 1) {
    homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  }
  (await confirming(actor)).confirm?.();
  const uncertain = await confirming(actor);
  expect(uncertain.report?.problem).toEqual({ code: 'network' });
  uncertain.confirm?.();
  (await confirming(actor)).cancel?.();
  expect((await client.removed()).rows).toEqual([]);
  expect(requestsTo('deleteThreepid')).toHaveLength(1);
  expect(requestsTo('listThreepids')).toHaveLength(before + 3);
});

it('marks a threepid as the last one once the list shows that the other one is gone', async () => {
  const { client, giveAndRead, removeElsewhere, threepid, actor } = await startRemoval();
  const other = await giveAndRead({ medium: 'email', address: 'other@example.org' });
  expect((await confirming(actor)).isLast).toBe(false);
  await removeElsewhere(other);
  (await client.settled()).read?.();
  expect((await client.settled()).rows).toMatchObject([{ threepid }]);
  expect((await confirming(actor)).isLast).toBe(true);
});

it('ends before the confirmation if the list no longer has the threepid', async () => {
  const { client, removeElsewhere, threepid, actor } = await startRemoval();
  await removeElsewhere(threepid);
  (await client.settled()).read?.();
  expect((await client.settled()).rows).toEqual([]);
  expect(removeThreepidView(actor).getSnapshot().step).toBe('cancelled');
});

it('shows no row again that was removed if the lists of two removals cross', async () => {
  const { clock, client, giveAndRead, delayNext, actor } = await startRemoval();
  const other = await client.remove(
    await giveAndRead({ medium: 'email', address: 'other@example.org' }),
  );
  const shown: number[] = [];
  delayNext('response', '/account/3pid', 5_000);
  (await confirming(actor)).confirm?.();
  await settle();
  // The first list still has the other threepid.
  (await confirming(other)).confirm?.();
  expect((await client.removed()).rows).toEqual([]);
  client.list.subscribe({
    next: (view) => void ('rows' in view && shown.push(view.rows.length)),
  });
  clock.increment(5_000);
  await vi.waitUntil(() => removeThreepidView(actor).getSnapshot().step === 'removed');
  expect((await client.settled()).rows).toEqual([]);
  expect(shown.filter((rows) => rows > 0)).toEqual([]);
});
