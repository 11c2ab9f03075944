import { addThreepidView, interactiveAuthView, type AddThreepidActor } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../../src/index.ts';
import { settle } from '../client-environment.ts';
import { commandIn } from '../command.ts';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture, type SimulatedFixture } from '../helpers/simulated-fixture.ts';

function cancel(actor: AddThreepidActor) {
  commandIn(addThreepidView(actor).getSnapshot(), 'cancel')?.();
}

/** Everything that waits for the user, and how to get there. */
const waiting: readonly (readonly [
  string,
  (fixture: SimulatedFixture) => Promise<AddThreepidActor>,
])[] = [
  ['in the form', async ({ editing }) => (await editing('email')).actor],
  ['while waiting for the link', async ({ validatingByLink }) => (await validatingByLink()).actor],
  ['while polling', async ({ polling }) => (await polling()).actor],
  [
    'while waiting for the code',
    async ({ validatingByToken }) => (await validatingByToken()).actor,
  ],
  ['while the password is asked for', async ({ authenticating }) => (await authenticating()).actor],
];

/** Every request of an addition, and what starts it; `silence` keeps the homeserver from responding. */
const requests: readonly (readonly [
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
    'the submission of a code',
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

/**
 * Asserts how a flow ends that was cancelled during a request without a response. The homeserver may
 * still carry out an `/add`, so the flow waits for its response, but not longer than five seconds. The
 * list waits until the request is aborted.
 */
async function expectEnd(
  { clock }: SimulatedFixture,
  actor: AddThreepidActor,
  endpoint: EndpointName,
) {
  if (endpoint !== 'addThreepid') {
    await at(actor, 'cancelled');
    return;
  }
  clock.increment(4_999);
  await settle();
  expect(addThreepidView(actor).getSnapshot().busy).toBe('reconciling');
  clock.increment(1);
  await at(actor, 'unsettled');
  clock.increment(26_000);
}

async function expectNoFlow({ client }: SimulatedFixture) {
  const { additions, notice } = await client.settled();
  expect(additions).toEqual([]);
  expect(notice).toBeNull();
}

it.each(waiting)('ends an addition that is cancelled %s, and adds nothing', async (_, start) => {
  const fixture = await createSimulatedFixture();
  const actor = await start(fixture);
  cancel(actor);
  await at(actor, 'cancelled');
  await expectNoFlow(fixture);
  expect(await fixture.client.listed()).toEqual([]);
});

/** The commands of the view, and of the interactive auth that it shows. */
function viewsOf(actor: AddThreepidActor): readonly object[] {
  const view = addThreepidView(actor).getSnapshot();
  return 'auth' in view ? [view, interactiveAuthView(view.auth).getSnapshot()] : [view];
}

describe.each(requests)('%s', (_, endpoint, start) => {
  it('can be cancelled while it is in progress', async () => {
    const fixture = await createSimulatedFixture();
    const actor = await start(fixture, () =>
      fixture.homeserver.faults.add({ endpoint, outcome: 'silence' }),
    );
    cancel(actor);
    await expectEnd(fixture, actor, endpoint);
    await expectNoFlow(fixture);
  });

  it('is made once, however often the user submits', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, requestsTo } = fixture;
    let before = 0;
    const actor = await start(fixture, () => {
      before = requestsTo(endpoint).length;
      homeserver.faults.add({ endpoint, outcome: 'silence' });
    });
    for (const view of viewsOf(actor)) {
      for (const command of ['submit', 'proceed', 'resend']) {
        expect(commandIn(view, command)).toBeNull();
      }
    }
    const views = viewsOf(actor);
    actor.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
    actor.send({ type: 'validation.continue' });
    actor.send({ type: 'token.resend' });
    expect(viewsOf(actor)).toEqual(views);
    viewsOf(actor).forEach((view, index) => expect(view).toBe(views[index]));
    await vi.waitUntil(() => requestsTo(endpoint).length > before);
    cancel(actor);
    await expectEnd(fixture, actor, endpoint);
    expect(requestsTo(endpoint)).toHaveLength(before + 1);
  });
});

describe.each([
  [
    'with a password',
    async ({ client, authenticating }: SimulatedFixture) => {
      const { actor, view, mail } = await authenticating();
      const start = () => client.submitPassword(view, client.account.password);
      return { actor, mail, start };
    },
  ],
  [
    'with a session',
    async ({ polling }: SimulatedFixture) => {
      const { actor, view, mail } = await polling();
      return { actor, mail, start: () => view.proceed?.() };
    },
  ],
])('if an addition %s succeeds although it was cancelled', (_, prepare) => {
  const row = { medium: 'email', address: 'alice@example.org' };

  it('ends as added if the homeserver responds within five seconds', async () => {
    const fixture = await createSimulatedFixture();
    const { clock, client, testServer, requestsTo, delayNext } = fixture;
    const { actor, mail, start } = await prepare(fixture);
    await testServer.openLink(mail.link);
    const before = requestsTo('listThreepids').length;
    delayNext('request', '/account/3pid/add', 5_000);
    start();
    clock.increment(2_000);
    cancel(actor);
    await settle();
    expect(addThreepidView(actor).getSnapshot().busy).toBe('reconciling');
    expect(requestsTo('listThreepids')).toHaveLength(before);
    clock.increment(3_000);
    await at(actor, 'added');
    expect(await client.listed()).toEqual([row]);
  });

  it('ends as added if the response is lost within five seconds', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, client, testServer } = fixture;
    const { actor, mail, start } = await prepare(fixture);
    await testServer.openLink(mail.link);
    homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: 'connectionLost' });
    start();
    cancel(actor);
    await at(actor, 'added');
    expect(await client.listed()).toEqual([row]);
  });

  it('ends as unsettled without a response, and the list shows the address later', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, clock, client, testServer, requestsTo } = fixture;
    const { actor, mail, start } = await prepare(fixture);
    await testServer.openLink(mail.link);
    homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: 'silence' });
    const before = requestsTo('listThreepids').length;
    start();
    await vi.waitUntil(() => homeserver.threepidsOf(client.account.userId).length === 1);
    cancel(actor);
    await expectEnd(fixture, actor, 'addThreepid');
    expect(await client.listed()).toEqual([row]);
    expect(requestsTo('listThreepids')).toHaveLength(before + 1);
    clock.increment(60_000);
    await settle();
    expect(requestsTo('listThreepids')).toHaveLength(before + 1);
  });
});

it('goes back from the password to the link, and then authenticates from the start', async () => {
  const { requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  view.back?.();
  const waitingForLink = await at(actor, 'validatingByLink');
  expect(waitingForLink).toMatchObject({ report: null, isPolling: false });
  waitingForLink.proceed?.();
  await authAt(actor, 'password');
  expect(requestsTo('addThreepid').map(Object)[1]).not.toHaveProperty('auth');
});

it('goes back from the password during its request, which may have been carried out', async () => {
  const { clock, client, testServer, authenticating, delayNext } = await createSimulatedFixture();
  const { actor, view, mail } = await authenticating();
  await testServer.openLink(mail.link);
  delayNext('response', '/account/3pid/add', 3_000);
  client.submitPassword(view, client.account.password);
  await settle();
  for (const each of viewsOf(actor)) commandIn(each, 'back')?.();
  clock.increment(3_000);
  await at(actor, 'added');
});

it('goes back from the password to the accepted code, which is not submitted again', async () => {
  const { client, requestsTo, validatingByToken } = await createSimulatedFixture();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  (await authAt(actor, 'password')).back?.();
  (await at(actor, 'validated')).proceed?.();
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  await at(actor, 'added');
  expect(requestsTo('submitMsisdnToken')).toHaveLength(1);
});

it('ends as unsettled if it is cancelled during the request and the list cannot be read', async () => {
  const { homeserver, client, requestsTo, giveAndRead, authenticating } =
    await createSimulatedFixture();
  const threepid = await giveAndRead({ medium: 'email', address: 'old@example.org' });
  const before = requestsTo('listThreepids').length;
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  client.submitPassword(view, client.account.password);
  cancel(actor);
  // The list machine reads the list again, because the addition could not.
  await vi.waitUntil(() => requestsTo('listThreepids').length === before + 2);
  expect(addThreepidView(actor).getSnapshot().step).toBe('unsettled');
  expect((await client.settled()).report).toBeNull();
  expect(await client.listed()).toEqual([threepid]);
});
