import { addThreepidView, removeThreepidView, type AddThreepidActor } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../src/index.ts';
import { at, confirming } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';

type Table = Awaited<ReturnType<typeof simulatedPerson>>;

function cancel(actor: AddThreepidActor) {
  const view = addThreepidView(actor).getSnapshot();
  if ('cancel' in view) view.cancel?.();
}

/** Everything that waits for the person, by the way there. */
const waiting: readonly (readonly [string, (table: Table) => Promise<AddThreepidActor>])[] = [
  ['the form', async ({ editing }) => (await editing('email')).actor],
  ['the wait for a link', async ({ validatingByLink }) => (await validatingByLink()).actor],
  ['the watch for a link', async ({ watching }) => (await watching()).actor],
  ['the wait for a code', async ({ validatingByToken }) => (await validatingByToken()).actor],
  ['the password', async ({ authenticating }) => (await authenticating()).actor],
];

/** Everything that is asked of the homeserver, with what starts it. */
const busy: readonly (readonly [
  string,
  EndpointName,
  (table: Table, silence: () => void) => Promise<AddThreepidActor>,
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
    async ({ person, authenticating }, silence) => {
      const { actor, view } = await authenticating();
      silence();
      person.typePassword(view, person.account.password);
      return actor;
    },
  ],
];

async function nothingGoesOn({ person }: Table) {
  const { additions, notice } = await person.settled();
  expect(additions).toEqual([]);
  expect(notice).toBeNull();
}

it.each(waiting)('ends an addition at %s, and nothing is added', async (_, start) => {
  const table = await simulatedPerson();
  const actor = await start(table);
  cancel(actor);
  await at(actor, 'cancelled');
  await nothingGoesOn(table);
  expect(await table.person.listed()).toEqual([]);
});

describe.each(busy)('%s', (_, endpoint, start) => {
  it('can be cancelled while it is under way', async () => {
    const table = await simulatedPerson();
    const actor = await start(table, () =>
      table.homeserver.faults.add({ endpoint, outcome: 'silence' }),
    );
    cancel(actor);
    await at(actor, 'cancelled');
    await nothingGoesOn(table);
  });

  it('is made once, however often the person submits', async () => {
    const table = await simulatedPerson();
    let before = 0;
    const actor = await start(table, () => {
      before = table.asked(endpoint).length;
      table.homeserver.faults.add({ endpoint, outcome: 'silence' });
    });
    const view = addThreepidView(actor).getSnapshot();
    if ('submit' in view) expect(view.submit).toBeNull();
    if ('proceed' in view) expect(view.proceed).toBeNull();
    if ('resend' in view) expect(view.resend).toBeNull();
    actor.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
    actor.send({ type: 'validation.continue' });
    actor.send({ type: 'token.resend' });
    expect(addThreepidView(actor).getSnapshot()).toBe(view);
    await vi.waitUntil(() => table.asked(endpoint).length > before);
    cancel(actor);
    await at(actor, 'cancelled');
    expect(table.asked(endpoint)).toHaveLength(before + 1);
  });
});

it.each([
  [
    'with a password',
    async ({ person, authenticating }: Table) => {
      const { actor, view, mail } = await authenticating();
      const start = () => person.typePassword(view, person.account.password);
      return { actor, mail, start };
    },
  ],
  [
    'without one',
    async ({ watching }: Table) => {
      const { actor, view, mail } = await watching();
      return { actor, mail, start: () => view.proceed?.() };
    },
  ],
])('looks whether an addition %s that was cancelled under way was carried out', async (_, come) => {
  const table = await simulatedPerson();
  const { homeserver, person, world } = table;
  const { actor, mail, start } = await come(table);
  await world.openLink(mail.link);
  homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: 'silence' });
  start();
  await vi.waitUntil(() => homeserver.threepidsOf(person.account.userId).length === 1);
  cancel(actor);
  await at(actor, 'added');
  expect(await person.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
});

it('goes back from the password to the link, and asks anew', async () => {
  const { asked, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  view.back?.();
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting).toMatchObject({ report: null, isWatching: false });
  waiting.proceed?.();
  await at(actor, 'authenticating');
  expect(asked('addThreepid').map(Object)[1]).not.toHaveProperty('auth');
});

it('goes back from the password to the accepted code, which is not asked for again', async () => {
  const { person, asked, validatingByToken } = await simulatedPerson();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  (await at(actor, 'authenticating')).back?.();
  (await at(actor, 'validated')).proceed?.();
  person.typePassword(await at(actor, 'authenticating'), person.account.password);
  await at(actor, 'added');
  expect(asked('submitMsisdnToken')).toHaveLength(1);
});

it('keeps a threepid whose removal is not confirmed', async () => {
  const { homeserver, person, asked } = await simulatedPerson();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(person.account.userId, threepid);
  (await person.settled()).read?.();
  (await confirming(await person.remove(threepid))).cancel?.();
  const { rows, notice } = await person.settled();
  expect(rows).toMatchObject([{ threepid, removal: null }]);
  expect(rows[0]?.remove).not.toBeNull();
  expect(notice).toBeNull();
  expect(asked('deleteThreepid')).toEqual([]);
});

it('tells that it was removed, where the homeserver said so before the person cancelled', async () => {
  const { homeserver, person } = await simulatedPerson();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(person.account.userId, threepid);
  (await person.settled()).read?.();
  const actor = await person.remove(threepid);
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'silence' });
  homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
  (await confirming(actor)).confirm?.();
  await vi.waitUntil(() => actor.getSnapshot().matches('reconciling'));
  const view = removeThreepidView(actor).getSnapshot();
  if (view.step === 'confirming') view.cancel?.();
  expect((await person.removed()).rows).toEqual([]);
});

it.each(['addition', 'removal'])(
  'has the list read again where nobody could say whether a cancelled %s was carried out',
  async (what) => {
    const { homeserver, person, asked, authenticating } = await simulatedPerson();
    const threepid = { medium: 'email', address: 'old@example.org' } as const;
    homeserver.addThreepid(person.account.userId, threepid);
    (await person.settled()).read?.();
    await person.settled();
    const before = asked('listThreepids').length;
    homeserver.faults.add({ endpoint: 'listThreepids', outcome: 'connectionLost' });
    if (what === 'addition') {
      const { actor, view } = await authenticating();
      homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
      person.typePassword(view, person.account.password);
      cancel(actor);
    } else {
      const actor = await person.remove(threepid);
      homeserver.faults.add({ endpoint: 'deleteThreepid', outcome: 'silence' });
      (await confirming(actor)).confirm?.();
      actor.send({ type: 'flow.cancel' });
    }
    await vi.waitUntil(() => asked('listThreepids').length === before + 2);
    expect((await person.settled()).report).toBeNull();
    expect(await person.listed()).toEqual([threepid]);
  },
);
