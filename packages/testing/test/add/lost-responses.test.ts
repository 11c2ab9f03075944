import { addThreepidView } from '@threepid/core';
import { expect, it, vi } from 'vitest';
import { settle } from '../client-environment.ts';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

it('sees in the list that an addition succeeded whose response was lost', async () => {
  const { homeserver, client, requestsTo, testServer, authenticating } =
    await createSimulatedFixture();
  const { actor, view, mail } = await authenticating();
  await testServer.openLink(mail.link);
  homeserver.faults.add({
    endpoint: 'addThreepid',
    carriedOut: true,
    outcome: 'connectionLost',
  });
  client.submitPassword(view, client.account.password);
  await at(actor, 'added');
  expect(requestsTo('addThreepid')).toHaveLength(2);
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
});

it('does not poll after a password whose response was lost', async () => {
  const { homeserver, clock, client, requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  client.submitPassword(view, client.account.password);
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting).toMatchObject({ isPolling: false, report: { problem: { code: 'network' } } });
  clock.increment(60_000);
  await settle();
  expect(requestsTo('addThreepid')).toHaveLength(2);
  waiting.proceed?.();
  expect((await authAt(actor, 'password')).report?.problem).toEqual({ code: 'authRepeated' });
});

it('requests another validation for an address that was in use when it was added', async () => {
  const { homeserver, testServer, client, requestsTo, authenticating } =
    await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_THREEPID_IN_USE' } },
  });
  client.submitPassword(view, client.account.password);
  const editing = await at(actor, 'editing');
  expect(editing.fields.address).toMatchObject({
    value: 'alice@example.org',
    problem: { code: 'inUse' },
  });
  editing.submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
  expect(testServer.sentTo('alice@example.org')).toBe(2);
  const [first, second] = requestsTo('requestEmailToken').map(Object);
  expect(second.client_secret).not.toBe(first.client_secret);
});

it('reads the list, and sends nothing else, after a check of the link without a response', async () => {
  const { homeserver, clock, requestsTo, polling } = await createSimulatedFixture();
  const { actor } = await polling();
  const before = homeserver.requests.length;
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  clock.increment(30_000);
  await vi.waitUntil(() => addThreepidView(actor).getSnapshot().report?.role === 'alert');
  await at(actor, 'validatingByLink');
  await settle();
  expect(homeserver.requests.slice(before).map(({ endpoint }) => endpoint)).toEqual([
    'addThreepid',
    'listThreepids',
  ]);
  expect(await at(actor, 'validatingByLink')).toMatchObject({
    isPolling: true,
    report: { problem: { code: 'network' } },
  });
  expect(requestsTo('addThreepid')).toHaveLength(3);
});

it('reads the list before it is cancelled if the response and the list were lost', async () => {
  const { homeserver, client, requestsTo, testServer, authenticating } =
    await createSimulatedFixture();
  const { actor, view, mail } = await authenticating();
  await testServer.openLink(mail.link);
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({
    endpoint: 'addThreepid',
    carriedOut: true,
    outcome: 'connectionLost',
  });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  client.submitPassword(view, client.account.password);
  const uncertain = await at(actor, 'validatingByLink');
  expect(uncertain.report?.problem).toEqual({ code: 'network' });
  uncertain.cancel?.();
  await at(actor, 'added');
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
  // Two requests of the addition, and one of the list after that.
  expect(requestsTo('listThreepids')).toHaveLength(before + 3);
});
