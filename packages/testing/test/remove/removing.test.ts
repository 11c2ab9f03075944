import { removeThreepidView } from '@threepid/core';
import { expect, it, vi } from 'vitest';
import { confirming, startClient } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

/** Starts the removal of an email address that the account has. */
async function startRemoval() {
  const fixture = await createSimulatedFixture();
  const threepid = await fixture.giveAndRead({ medium: 'email', address: 'alice@example.org' });
  return { ...fixture, threepid, actor: await fixture.client.remove(threepid) };
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
  const { homeserver, client, actor } = await startRemoval();
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    outcome: { status: 200, body: { id_server_unbind_result: 'success' } },
  });
  (await confirming(actor)).confirm?.();
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });
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
  clock.increment(30_000);
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
  homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: 'silence' });
  (await confirming(actor)).confirm?.();
  actor.send({ type: 'flow.cancel' });
  // The list machine reads the list again, because the removal could not.
  await vi.waitUntil(() => requestsTo('listThreepids').length === before + 2);
  expect(removeThreepidView(actor).getSnapshot().step).toBe('unsettled');
  expect((await client.settled()).report).toBeNull();
  expect(await client.listed()).toEqual([threepid]);
});
