import {
  addThreepidView,
  createThreepids,
  threepidsView,
  type ThreepidsOptions,
  type ThreepidsView,
} from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { profiles } from '../../src/index.ts';
import { at, confirming, once, startClient } from '../helpers/client.ts';
import {
  openSimulatedTestHomeserver,
  type SimulatedTestHomeserver,
} from '../simulated-test-homeserver.ts';
import { createClock, createPage, advanceUntil } from '../client-environment.ts';

type At<Step extends ThreepidsView['step']> = Extract<ThreepidsView, { step: Step }>;

async function openList(testServer: SimulatedTestHomeserver, options: Partial<ThreepidsOptions> = {}) {
  const account = await testServer.newAccount();
  const actor = createThreepids({
    baseUrl: testServer.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: testServer.fetch,
    ...options,
  });
  const at = <Step extends ThreepidsView['step']>(step: Step) =>
    once(threepidsView(actor), (view): view is At<Step> => view.step === step);
  return { account, actor, at };
}

it('asks nothing before somebody looks', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { at } = await openList(testServer);
  const { open } = await at('idle');
  expect(testServer.homeserver.requests).toEqual([]);
  open();
  await at('ready');
  expect(testServer.homeserver.requests.map(({ endpoint }) => endpoint)).toEqual([
    'listThreepids',
    'capabilities',
  ]);
});

it('says why it cannot be read, and is read when requestsTo again', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, at } = await openList(testServer, { clock });
  for (let time = 0; time < 3; time += 1) {
    testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  }
  actor.send({ type: 'list.open' });
  const failed = await advanceUntil(clock, at('failed'));
  expect(failed.report).toEqual({ role: 'alert', problem: { code: 'network' } });
  failed.read?.();
  await at('ready');
});

it('stays readable where the homeserver allows no changes', async () => {
  const testServer = openSimulatedTestHomeserver({ settings: { changesEnabled: false } });
  const { account, actor, at } = await openList(testServer);
  testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
  actor.send({ type: 'list.open' });
  const { rows, problem } = await at('unavailable');
  expect(problem).toEqual({ code: 'changesDisabled' });
  expect(rows).toMatchObject([{ threepid: { address: 'a@example.org' }, remove: null }]);
});

function elsewhere(account_management_uri: unknown, ...actions: string[]) {
  return { account_management_uri, account_management_actions_supported: actions };
}

describe('an account that is managed elsewhere', () => {
  it.each([
    {
      what: 'leads to the page of the profile, where there is one',
      metadata: elsewhere('https://a.example/account?tab=1', 'org.matrix.profile'),
      url: 'https://a.example/account?tab=1&action=org.matrix.profile',
    },
    {
      what: 'leads to the page of the account otherwise',
      metadata: elsewhere('https://a.example/account', 'org.matrix.devices_list'),
      url: 'https://a.example/account',
    },
    { what: 'leads nowhere by script', metadata: elsewhere('javascript:alert(1)'), url: null },
    { what: 'leads nowhere in clear', metadata: elsewhere('http://a.example/'), url: null },
    { what: 'carries no credentials', metadata: elsewhere('https://a:b@a.example/'), url: null },
    { what: 'leads nowhere that nobody says', metadata: {}, url: null },
    { what: 'leads nowhere that is no address', metadata: elsewhere(7), url: null },
  ])('$what', async ({ metadata: authMetadata, url }) => {
    const testServer = openSimulatedTestHomeserver({
      settings: { ...profiles.delegatedAuth, authMetadata },
    });
    const { actor, at } = await openList(testServer);
    actor.send({ type: 'list.open' });
    const { accountManagementUrl, problem } = await at('unavailable');
    expect(accountManagementUrl).toBe(url);
    expect(problem).toEqual({ code: url === null ? 'changesDisabled' : 'changedElsewhere' });
  });

  it('is found by the name that the answer had before the specification', async () => {
    const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, at } = await openList(testServer);
    testServer.homeserver.faults.add({ endpoint: 'authMetadata', outcome: { status: 404, body: {} } });
    actor.send({ type: 'list.open' });
    expect((await at('unavailable')).accountManagementUrl).toContain('https://account.');
  });

  it('is read again when the client comes back from there', async () => {
    const clock = createClock();
    const { watchPage, returnTo } = createPage();
    const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { account, actor, at } = await openList(testServer, { clock, watchPage });
    actor.send({ type: 'list.open' });
    expect((await at('unavailable')).rows).toEqual([]);
    testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
    returnTo();
    clock.increment(5_000);
    expect((await at('unavailable')).rows).toEqual([]);
    const { rows } = await once(
      threepidsView(actor),
      (view): view is At<'unavailable'> => view.step === 'unavailable' && view.rows.length > 0,
    );
    expect(rows).toMatchObject([{ threepid: { address: 'a@example.org' } }]);
  });
});

it('allows changes where the homeserver does not say', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { actor, at } = await openList(testServer);
  testServer.homeserver.faults.add({ endpoint: 'capabilities', outcome: 'connectionLost' });
  actor.send({ type: 'list.open' });
  await at('ready');
});

it('is shown although the capabilities do not come', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, at } = await openList(testServer, { clock });
  testServer.homeserver.faults.add({ endpoint: 'capabilities', outcome: 'silence' });
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => testServer.homeserver.requests.length === 2);
  clock.increment(5_000);
  await at('ready');
});

it('says so where it does not come within half a minute', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, at } = await openList(testServer, { clock });
  testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => testServer.homeserver.requests.length === 2);
  clock.increment(30_000);
  const { report } = await at('failed');
  expect(report?.problem).toEqual({ code: 'timeout' });
});

it('tells the last address of a kind apart before it is removed', async () => {
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

it('says so where what was to be removed is still there', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  const threepid = { medium: 'email', address: 'a@example.org' } as const;
  await testServer.give(account, threepid);
  const client = await startClient(testServer, account);
  const actor = await client.remove(threepid);
  testServer.homeserver.faults.add({
    endpoint: 'deleteThreepid',
    outcome: { status: 200, body: { id_server_unbind_result: 'success' } },
  });
  (await confirming(actor)).confirm?.();
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });
  again.confirm?.();
  expect((await client.removed()).rows).toEqual([]);
});

it('asks for the access token before each request, so that a client may refresh it', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  const { homeserver } = testServer;
  const tokens = [account.accessToken];
  const client = await startClient(testServer, account, { getAccessToken: async () => tokens.at(-1) ?? '' });
  homeserver.signOut(account.accessToken);
  tokens.push(homeserver.addDevice(account.userId).accessToken);
  (await client.settled()).read?.();
  expect((await client.settled()).report).toBeNull();
  homeserver.signOut(tokens.at(-1) ?? '');
  (await client.settled()).read?.();
  const { report } = await client.settled();
  expect(report?.problem).toEqual({ code: 'signedOut', soft: false });
});

it('says what happened where asking for the access token fails', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  let fails = false;
  const client = await startClient(testServer, account, {
    getAccessToken: () => {
      if (fails) throw new Error('the refresh token has expired');
      return account.accessToken;
    },
  });
  fails = true;
  (await client.settled()).read?.();
  const { report } = await client.settled();
  expect(report?.role).toBe('alert');
  fails = false;
  (await client.settled()).read?.();
  expect((await client.settled()).report).toBeNull();
});

it('is read once more when somebody looks again, and stays there meanwhile', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { account, actor, at } = await openList(testServer);
  actor.send({ type: 'list.open' });
  await at('ready');
  testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
  const requestsTo = () => testServer.homeserver.requests.map(({ endpoint }) => endpoint);
  // Two components that are mounted at the same time.
  actor.send({ type: 'list.open' });
  actor.send({ type: 'list.open' });
  expect((await at('ready')).read).toBeNull();
  await vi.waitUntil(() => {
    const view = threepidsView(actor).getSnapshot();
    return view.step === 'ready' && view.read !== null;
  });
  expect((await at('ready')).rows).toMatchObject([{ threepid: { address: 'a@example.org' } }]);
  expect(requestsTo()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
});

it('still tells what ended to somebody who looks again', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  const threepid = { medium: 'email', address: 'a@example.org' } as const;
  await testServer.give(account, threepid);
  const client = await startClient(testServer, account);
  (await confirming(await client.remove(threepid))).confirm?.();
  await client.removed();
  client.reopen();
  expect((await client.settled()).notice).toMatchObject({ type: 'removed', threepid });
});

it('counts as removed what somebody else removed, where the list says so too', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  const threepid = { medium: 'email', address: 'a@example.org' } as const;
  await testServer.give(account, threepid);
  const client = await startClient(testServer, account);
  const actor = await client.remove(threepid);
  const gone = { status: 404, body: { errcode: 'M_THREEPID_NOT_FOUND' } };
  // Where the homeserver is wrong, the list is believed.
  testServer.homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: gone });
  (await confirming(actor)).confirm?.();
  const again = await confirming(actor);
  expect(again.report?.problem).toEqual({ code: 'notRemoved' });

  testServer.homeserver.faults.add({ endpoint: 'deleteThreepid', carriedOut: true, outcome: gone });
  again.confirm?.();
  expect((await client.removed()).rows).toEqual([]);
});

it('says so where an addition breaks, and goes on', async () => {
  const testServer = openSimulatedTestHomeserver();
  let isBroken = true;
  const client = await startClient(testServer, await testServer.newAccount(), {
    random: (length) => {
      if (isBroken) throw new Error('no entropy');
      return crypto.getRandomValues(new Uint8Array(length));
    },
  });
  const broken = client.add('email');
  broken.subscribe({ error: () => undefined });
  broken.send({ type: 'address.submit', address: 'alice@example.org', country: '' });
  expect(addThreepidView(broken).getSnapshot().step).toBe('failed');
  const { report, additions } = await client.settled();
  expect(report?.problem).toEqual({ code: 'unexpected' });
  expect(additions).toEqual([]);

  isBroken = false;
  const actor = client.add('email');
  expect((await client.settled()).report).toBeNull();
  (await at(actor, 'editing')).submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
});
