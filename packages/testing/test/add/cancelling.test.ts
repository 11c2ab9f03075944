import { addThreepidView, removeThreepidView, type AddThreepidActor } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../../src/index.ts';
import { at, authAt, confirming } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

type SimulatedFixture = Awaited<ReturnType<typeof createSimulatedFixture>>;

function cancel(actor: AddThreepidActor) {
  const view = addThreepidView(actor).getSnapshot();
  if ('cancel' in view) view.cancel?.();
}

/** Everything that waits for the client, by the way there. */
const waiting: readonly (readonly [string, (fixture: SimulatedFixture) => Promise<AddThreepidActor>])[] = [
  ['the form', async ({ editing }) => (await editing('email')).actor],
  ['the wait for a link', async ({ validatingByLink }) => (await validatingByLink()).actor],
  ['the watch for a link', async ({ polling }) => (await polling()).actor],
  ['the wait for a code', async ({ validatingByToken }) => (await validatingByToken()).actor],
  ['the password', async ({ authenticating }) => (await authenticating()).actor],
];

/** Everything that is requestsTo of the homeserver, with what starts it. */
const busy: readonly (readonly [
  string,
  EndpointName,
  (fixture: SimulatedFixture, silence: () => void) => Promise<AddThreepidActor>,
])[] = [
  [
    'the request for a mail',
    'requestEmailToken',
    async ({ editing }, silence) => {
      const { actor, view } = await editing('email');
      silence();
      view.submit?.('alice@example.org');
      return actor;
    },
  ],
  [
    'the request for another mail',
    'requestEmailToken',
    async ({ validatingByLink, cooledDown }, silence) => {
      const { actor } = await validatingByLink();
      const view = await cooledDown(actor);
      silence();
      view.resend?.();
      return actor;
    },
  ],
  [
    'the check of a code',
    'submitMsisdnToken',
    async ({ validatingByToken }, silence) => {
      const { actor, view, text } = await validatingByToken();
      silence();
      view.submit?.(text.code);
      return actor;
    },
  ],
  [
    'the addition',
    'addThreepid',
    async ({ validatingByLink }, silence) => {
      const { actor, view } = await validatingByLink();
      silence();
      view.proceed?.();
      return actor;
    },
  ],
  [
    'the authentication',
    'addThreepid',
    async ({ client, authenticating }, silence) => {
      const { actor, view } = await authenticating();
      silence();
      client.submitPassword(view, client.account.password);
      return actor;
    },
  ],
];

async function nothingGoesOn({ client }: SimulatedFixture) {
  const { additions, notice } = await client.settled();
  expect(additions).toEqual([]);
  expect(notice).toBeNull();
}

it.each(waiting)('ends an addition at %s, and nothing is added', async (_, start) => {
  const fixture = await createSimulatedFixture();
  const actor = await start(fixture);
  cancel(actor);
  await at(actor, 'cancelled');
  await nothingGoesOn(fixture);
  expect(await fixture.client.listed()).toEqual([]);
});

describe.each(busy)('%s', (_, endpoint, start) => {
  it('can be cancelled while it is under way', async () => {
    const fixture = await createSimulatedFixture();
    const actor = await start(fixture, () =>
      fixture.homeserver.faults.add({ endpoint, outcome: 'silence' }),
    );
    cancel(actor);
    await at(actor, 'cancelled');
    await nothingGoesOn(fixture);
  });

  it('is made once, however often the client submits', async () => {
    const fixture = await createSimulatedFixture();
    let before = 0;
    const actor = await start(fixture, () => {
      before = fixture.requestsTo(endpoint).length;
      fixture.homeserver.faults.add({ endpoint, outcome: 'silence' });
    });
    const view = addThreepidView(actor).getSnapshot();
    if ('submit' in view) expect(view.submit).toBeNull();
    if ('proceed' in view) expect(view.proceed).toBeNull();
    if ('resend' in view) expect(view.resend).toBeNull();
    actor.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
    actor.send({ type: 'validation.continue' });
    actor.send({ type: 'token.resend' });
    expect(addThreepidView(actor).getSnapshot()).toBe(view);
    await vi.waitUntil(() => fixture.requestsTo(endpoint).length > before);
    cancel(actor);
    await at(actor, 'cancelled');
    expect(fixture.requestsTo(endpoint)).toHaveLength(before + 1);
  });
});

it.each([
  [
    'with a password',
    async ({ client, authenticating }: SimulatedFixture) => {
      const { actor, view, mail } = await authenticating();
      const start = () => client.submitPassword(view, client.account.password);
      return { actor, mail, start };
    },
  ],
  [
    'without one',
    async ({ polling }: SimulatedFixture) => {
      const { actor, view, mail } = await polling();
      return { actor, mail, start: () => view.proceed?.() };
    },
  ],
])('looks whether an addition %s that was cancelled under way was carried out', async (_, come) => {
  const fixture = await createSimulatedFixture();
  const { homeserver, client, testServer } = fixture;
  const { actor, mail, start } = await come(fixture);
  await testServer.openLink(mail.link);
  homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: 'silence' });
  start();
  await vi.waitUntil(() => homeserver.threepidsOf(client.account.userId).length === 1);
  cancel(actor);
  await at(actor, 'added');
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
});

it('goes back from the password to the link, and asks anew', async () => {
  const { requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  view.back?.();
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting).toMatchObject({ report: null, isPolling: false });
  waiting.proceed?.();
  await authAt(actor, 'password');
  expect(requestsTo('addThreepid').map(Object)[1]).not.toHaveProperty('auth');
});

it('goes back from the password to the accepted code, which is not requestsTo for again', async () => {
  const { client, requestsTo, validatingByToken } = await createSimulatedFixture();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  (await authAt(actor, 'password')).back?.();
  (await at(actor, 'validated')).proceed?.();
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  await at(actor, 'added');
  expect(requestsTo('submitMsisdnToken')).toHaveLength(1);
});

it('keeps a threepid whose removal is not confirmed', async () => {
  const { homeserver, client, requestsTo } = await createSimulatedFixture();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(client.account.userId, threepid);
  (await client.settled()).read?.();
  (await confirming(await client.remove(threepid))).cancel?.();
  const { rows, notice } = await client.settled();
  expect(rows).toMatchObject([{ threepid, removal: null }]);
  expect(rows[0]?.remove).not.toBeNull();
  expect(notice).toBeNull();
  expect(requestsTo('deleteThreepid')).toEqual([]);
});

it('tells that it was removed, where the homeserver said so before the client cancelled', async () => {
  const { homeserver, client } = await createSimulatedFixture();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(client.account.userId, threepid);
  (await client.settled()).read?.();
  const actor = await client.remove(threepid);
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  (await confirming(actor)).confirm?.();
  await vi.waitUntil(() => actor.getSnapshot().matches('reconciling'));
  const view = removeThreepidView(actor).getSnapshot();
  if (view.step === 'confirming') view.cancel?.();
  expect((await client.removed()).rows).toEqual([]);
});

it.each(['addition', 'removal'])(
  'has the list read again where nobody could say whether a cancelled %s was carried out',
  async (what) => {
    const { homeserver, client, requestsTo, authenticating } = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'old@example.org' } as const;
    homeserver.addThreepid(client.account.userId, threepid);
    (await client.settled()).read?.();
    await client.settled();
    const before = requestsTo('listThreepids').length;
    homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    if (what === 'addition') {
      const { actor, view } = await authenticating();
      homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
      client.submitPassword(view, client.account.password);
      cancel(actor);
    } else {
      const actor = await client.remove(threepid);
      homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: 'silence' });
      (await confirming(actor)).confirm?.();
      actor.send({ type: 'flow.cancel' });
    }
    await vi.waitUntil(() => requestsTo('listThreepids').length === before + 2);
    expect((await client.settled()).report).toBeNull();
    expect(await client.listed()).toEqual([threepid]);
  },
);
