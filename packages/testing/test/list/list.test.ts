import {
  addThreepidView,
  createThreepids,
  threepidsView,
  type StepView,
  type ThreepidsOptions,
  type ThreepidsView,
} from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { profiles } from '../../src/index.ts';
import { advanceUntil, createClock, createPage } from '../client-environment.ts';
import { at, once, startClient } from '../helpers/client.ts';
import {
  openSimulatedTestHomeserver,
  type SimulatedTestHomeserver,
} from '../simulated-test-homeserver.ts';

async function createList(
  testServer: SimulatedTestHomeserver,
  options: Partial<ThreepidsOptions> = {},
) {
  const account = await testServer.newAccount();
  const actor = createThreepids({
    baseUrl: testServer.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: testServer.fetch,
    ...options,
  });
  const listAt = <Step extends ThreepidsView['step']>(step: Step) =>
    once(threepidsView(actor), (view): view is StepView<ThreepidsView, Step> => view.step === step);
  return { account, actor, listAt };
}

it('sends no request before it is opened', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { listAt } = await createList(testServer);
  const { open } = await listAt('idle');
  expect(testServer.homeserver.requests).toEqual([]);
  open();
  await listAt('ready');
  expect(testServer.homeserver.requests.map(({ endpoint }) => endpoint)).toEqual([
    'listThreepids',
    'capabilities',
  ]);
});

it('reports why it cannot be read, and is read at the next command', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, listAt } = await createList(testServer, { clock });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  }
  actor.send({ type: 'list.open' });
  const failed = await advanceUntil(clock, listAt('failed'));
  expect(failed.report).toEqual({ role: 'alert', problem: { code: 'network' } });
  failed.read?.();
  await listAt('ready');
});

it('stays readable if the homeserver allows no changes', async () => {
  const testServer = openSimulatedTestHomeserver({ settings: { changesEnabled: false } });
  const { account, actor, listAt } = await createList(testServer);
  testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
  actor.send({ type: 'list.open' });
  const { rows, problem } = await listAt('unavailable');
  expect(problem).toEqual({ code: 'changesDisabled' });
  expect(rows).toMatchObject([{ threepid: { address: 'a@example.org' }, remove: null }]);
});

function metadata(account_management_uri: unknown, ...actions: string[]) {
  return { account_management_uri, account_management_actions_supported: actions };
}

describe('the link to the page that manages the account', () => {
  it.each([
    {
      title: 'leads to the profile if the page has one',
      authMetadata: metadata('https://a.example/account?tab=1', 'org.matrix.profile'),
      url: 'https://a.example/account?tab=1&action=org.matrix.profile',
    },
    {
      title: 'leads to the account otherwise',
      authMetadata: metadata('https://a.example/account', 'org.matrix.devices_list'),
      url: 'https://a.example/account',
    },
    { title: 'is no script', authMetadata: metadata('javascript:alert(1)'), url: null },
    { title: 'is not unencrypted', authMetadata: metadata('http://a.example/'), url: null },
    { title: 'has no credentials', authMetadata: metadata('https://a:b@a.example/'), url: null },
    { title: 'is null if the metadata has none', authMetadata: {}, url: null },
    { title: 'is null if the metadata has no text', authMetadata: metadata(7), url: null },
  ])('$title', async ({ authMetadata, url }) => {
    const testServer = openSimulatedTestHomeserver({
      settings: { ...profiles.delegatedAuth, authMetadata },
    });
    const { actor, listAt } = await createList(testServer);
    actor.send({ type: 'list.open' });
    const { accountManagementUrl, problem } = await listAt('unavailable');
    expect(accountManagementUrl).toBe(url);
    expect(problem).toEqual({ code: url === null ? 'changesDisabled' : 'changedElsewhere' });
  });

  it('is found at the path that the metadata had before the specification', async () => {
    const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
    const { actor, listAt } = await createList(testServer);
    testServer.homeserver.faults.add({
      endpoint: 'authMetadata',
      outcome: { status: 404, body: {} },
    });
    actor.send({ type: 'list.open' });
    expect((await listAt('unavailable')).accountManagementUrl).toContain('https://account.');
  });
});

it('is read again when the user returns from the page that manages the account', async () => {
  const clock = createClock();
  const { watchPage, returnTo } = createPage();
  const testServer = openSimulatedTestHomeserver({ settings: profiles.delegatedAuth });
  const { account, actor, listAt } = await createList(testServer, { clock, watchPage });
  actor.send({ type: 'list.open' });
  expect((await listAt('unavailable')).rows).toEqual([]);
  testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
  returnTo();
  clock.increment(5_000);
  expect((await listAt('unavailable')).rows).toEqual([]);
  const { rows } = await once(
    threepidsView(actor),
    (view): view is StepView<ThreepidsView, 'unavailable'> =>
      view.step === 'unavailable' && view.rows.length > 0,
  );
  expect(rows).toMatchObject([{ threepid: { address: 'a@example.org' } }]);
});

it('allows changes if the capabilities cannot be read', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { actor, listAt } = await createList(testServer);
  testServer.homeserver.faults.add({ endpoint: 'capabilities', outcome: 'connectionLost' });
  actor.send({ type: 'list.open' });
  await listAt('ready');
});

it('waits five seconds for the capabilities', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, listAt } = await createList(testServer, { clock });
  testServer.homeserver.faults.add({ endpoint: 'capabilities', outcome: 'silence' });
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => testServer.homeserver.requests.length === 2);
  clock.increment(5_000);
  await listAt('ready');
});

it('reports a timeout after half a minute', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const { actor, listAt } = await createList(testServer, { clock });
  testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  actor.send({ type: 'list.open' });
  await vi.waitUntil(() => testServer.homeserver.requests.length === 2);
  clock.increment(30_000);
  const { report } = await listAt('failed');
  expect(report?.problem).toEqual({ code: 'timeout' });
});

it('keeps its rows and reports a timeout if reading it again takes half a minute', async () => {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock });
  const account = await testServer.newAccount();
  const threepid = { medium: 'email', address: 'a@example.org' } as const;
  await testServer.give(account, threepid);
  const client = await startClient(testServer, account, { clock });
  const before = testServer.homeserver.requests.length;
  testServer.homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  (await client.settled()).read?.();
  await vi.waitUntil(() => testServer.homeserver.requests.length > before);
  clock.increment(30_000);
  const { report, rows } = await client.settled();
  expect(report).toEqual({ role: 'alert', problem: { code: 'timeout' } });
  expect(rows).toMatchObject([{ threepid }]);
});

it('calls for the access token before each request, so that the app can refresh it', async () => {
  const testServer = openSimulatedTestHomeserver();
  const account = await testServer.newAccount();
  const { homeserver } = testServer;
  const tokens = [account.accessToken];
  const client = await startClient(testServer, account, {
    getAccessToken: async () => tokens.at(-1) ?? '',
  });
  homeserver.signOut(account.accessToken);
  tokens.push(homeserver.addDevice(account.userId).accessToken);
  (await client.settled()).read?.();
  expect((await client.settled()).report).toBeNull();
  homeserver.signOut(tokens.at(-1) ?? '');
  (await client.settled()).read?.();
  const { report } = await client.settled();
  expect(report?.problem).toEqual({ code: 'signedOut', soft: false });
});

it('reports a problem if the app cannot provide an access token', async () => {
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

it('is read once if two components open it again, and keeps its rows meanwhile', async () => {
  const testServer = openSimulatedTestHomeserver();
  const { account, actor, listAt } = await createList(testServer);
  actor.send({ type: 'list.open' });
  await listAt('ready');
  testServer.homeserver.addThreepid(account.userId, { medium: 'email', address: 'a@example.org' });
  actor.send({ type: 'list.open' });
  actor.send({ type: 'list.open' });
  expect((await listAt('ready')).read).toBeNull();
  await vi.waitUntil(() => {
    const view = threepidsView(actor).getSnapshot();
    return view.step === 'ready' && view.read !== null;
  });
  expect((await listAt('ready')).rows).toMatchObject([{ threepid: { address: 'a@example.org' } }]);
  const endpoints = testServer.homeserver.requests.map(({ endpoint }) => endpoint);
  expect(endpoints).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
});

it('reports that an addition failed because of a bug, and allows another one', async () => {
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
