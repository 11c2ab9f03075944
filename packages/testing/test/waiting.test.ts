import { addThreepidView } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { at, sitDown } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';
import { createStorage } from './client-environment.ts';
import type { TestHomeserver } from './test-homeserver.ts';

function refuse(): never {
  throw new Error('full');
}

/** A network that fails the test where another homeserver than the world's is asked. */
function neverAsked({ baseUrl, fetch }: TestHomeserver): typeof globalThis.fetch {
  return (input, init) => {
    expect(String(input)).toContain(baseUrl);
    return fetch(input, init);
  };
}

describe('whoever authenticated before opening the link', () => {
  it('finds the address added on coming back to the page', async () => {
    const { world, clock, asked, watching, returnToPage, person } = await simulatedPerson();
    const { actor, mail } = await watching();
    await world.openLink(mail.link);
    returnToPage();
    clock.increment(5_000);
    await at(actor, 'added');
    expect(asked('addThreepid')).toHaveLength(3);
    expect(person.sessions).toHaveLength(1);
  });

  it('sees that the link is looked after, and not that the address is added', async () => {
    const { homeserver, watching } = await simulatedPerson();
    const { actor, view } = await watching();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    view.proceed?.();
    expect(addThreepidView(actor).getSnapshot().busy).toBe('checking');
  });

  it('finds the address added within half a minute', async () => {
    const { world, clock, asked, watching } = await simulatedPerson();
    const { actor, mail } = await watching();
    await world.openLink(mail.link);
    clock.increment(30_000);
    await at(actor, 'added');
    expect(asked('addThreepid')).toHaveLength(3);
  });

  it('is asked about once for all the events of a return', async () => {
    const { clock, asked, watching, returnToPage } = await simulatedPerson();
    const { actor } = await watching();
    returnToPage();
    returnToPage();
    clock.increment(5_000);
    await at(actor, 'validatingByLink');
    expect(asked('addThreepid')).toHaveLength(3);
  });

  it('is asked about five seconds after the last time at the earliest', async () => {
    const { world, clock, asked, watching, returnToPage } = await simulatedPerson();
    const { actor, mail } = await watching();
    await world.openLink(mail.link);
    returnToPage();
    clock.increment(4_999);
    await at(actor, 'validatingByLink');
    expect(asked('addThreepid')).toHaveLength(2);
    clock.increment(1);
    await at(actor, 'added');
  });

  it('is asked about for ten minutes, and after that when they act', async () => {
    const { clock, asked, watching } = await simulatedPerson();
    const { actor } = await watching();
    for (let minute = 0; minute < 40; minute += 1) {
      clock.increment(30_000);
      await at(actor, 'validatingByLink');
    }
    expect(asked('addThreepid')).toHaveLength(2 + 20);
    (await at(actor, 'validatingByLink')).proceed?.();
    await at(actor, 'validatingByLink');
    expect(asked('addThreepid')).toHaveLength(2 + 21);
  });

  it.each([
    { errcode: 'M_USER_DEACTIVATED', status: 403, problem: 'accountDeactivated' },
    { errcode: 'M_TERMS_NOT_SIGNED', status: 403, problem: 'termsNotSigned' },
    { errcode: 'M_UNRECOGNIZED', status: 404, problem: 'unrecognized' },
    { errcode: 'M_SESSION_EXPIRED', status: 400, problem: 'sessionExpired' },
  ])(
    'is asked about no more once it is answered $errcode',
    async ({ errcode, status, problem }) => {
      const { homeserver, clock, asked, watching } = await simulatedPerson();
      const { actor } = await watching();
      homeserver.faults.add({ endpoint: 'addThreepid', outcome: { status, body: { errcode } } });
      clock.increment(30_000);
      await vi.waitUntil(() => asked('addThreepid').length === 3);
      const told = await at(actor, 'validatingByLink');
      expect(told.report?.problem.code).toBe(problem);
      expect(told.isWatching).toBe(false);
      clock.increment(60_000);
      expect((await at(actor, 'validatingByLink')).busy).toBeNull();
      expect(asked('addThreepid')).toHaveLength(3);
    },
  );

  it('is asked about again once another mail was sent', async () => {
    const { homeserver, world, clock, asked, watching, cooledDown } = await simulatedPerson();
    const { actor } = await watching();
    const expired = { status: 400, body: { errcode: 'M_SESSION_EXPIRED' } };
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: expired });
    clock.increment(30_000);
    await vi.waitUntil(() => asked('addThreepid').length === 3);
    (await cooledDown(actor)).resend?.();
    await vi.waitUntil(() => world.sentTo('alice@example.org') === 2);
    expect((await at(actor, 'validatingByLink')).isWatching).toBe(true);
    await world.openLink((await world.nextMail('alice@example.org')).link);
    clock.increment(30_000);
    await at(actor, 'added');
  });

  it('authenticates once more, and is told why, where the homeserver forgot the first time', async () => {
    const { homeserver, clock, person, watching, world } = await simulatedPerson();
    const { actor, mail } = await watching();
    await world.openLink(mail.link);
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Unknown session' } },
    });
    clock.increment(30_000);
    const view = await at(actor, 'authenticating');
    expect(view.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
    person.typePassword(view, person.account.password);
    await at(actor, 'added');
  });
});

it('several addresses wait at once, each for its own link', async () => {
  const { world, person, validatingByLink } = await simulatedPerson();
  const first = await validatingByLink('one@example.org');
  const second = await validatingByLink('two@example.org');
  expect((await person.settled()).additions).toEqual([first.actor, second.actor]);
  await world.openLink(second.mail.link);
  second.view.proceed?.();
  person.typePassword(await at(second.actor, 'authenticating'), person.account.password);
  await at(second.actor, 'added');
  expect(await person.listed()).toEqual([{ medium: 'email', address: 'two@example.org' }]);
  expect((await person.settled()).additions).toEqual([first.actor]);
  await at(first.actor, 'validatingByLink');
});

it('an accepted code leaves nothing to look after', async () => {
  const { homeserver, asked, person, validatingByToken } = await simulatedPerson();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  const authenticating = await at(actor, 'authenticating');
  // An identity server that forgot the code is found out once the person authenticated.
  const lost = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
  homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: lost });
  person.typePassword(authenticating, person.account.password);
  const again = await at(actor, 'validatingByToken');
  expect(again.fields.token.problem).toEqual({ code: 'sessionExpired', medium: 'msisdn' });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
  again.submit?.(text.code);
  await vi.waitUntil(() => asked('addThreepid').length === 3);
  expect(addThreepidView(actor).getSnapshot().busy).toBe('adding');
});

describe('a reload', () => {
  it('finds a validation waiting as it was left, and goes on with it', async () => {
    const storage = createStorage();
    const { world, clock, person, asked, validatingByLink } = await simulatedPerson({ storage });
    const { mail } = await validatingByLink();
    person.leave();

    const back = await sitDown(world, person.account, { clock, storage });
    const [actor] = (await back.settled()).additions;
    if (actor === undefined) throw new Error('nothing was waiting');
    const view = await at(actor, 'validatingByLink');
    expect(view.address).toBe('alice@example.org');
    await world.openLink(mail.link);
    view.proceed?.();
    back.typePassword(await at(actor, 'authenticating'), back.account.password);
    await at(actor, 'added');
    expect(asked('requestEmailToken')).toHaveLength(1);
    expect(storage.items.size).toBe(0);
  });

  it('finds a code that was accepted, and does not ask for it again', async () => {
    const storage = createStorage();
    const { world, clock, person, asked, validatingByToken } = await simulatedPerson({ storage });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    (await at(actor, 'authenticating')).back?.();
    await at(actor, 'validated');
    person.leave();

    const back = await sitDown(world, person.account, { clock, storage });
    const [again] = (await back.settled()).additions;
    if (again === undefined) throw new Error('nothing was waiting');
    (await at(again, 'validated')).proceed?.();
    back.typePassword(await at(again, 'authenticating'), back.account.password);
    await at(again, 'added');
    expect(asked('submitMsisdnToken')).toHaveLength(1);
  });

  it('finds a code that was accepted while the password was asked for', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByToken } = await simulatedPerson({ storage });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    await at(actor, 'authenticating');
    person.leave();

    const back = await sitDown(world, person.account, { clock, storage });
    const [again] = (await back.settled()).additions;
    if (again === undefined) throw new Error('nothing was waiting');
    await at(again, 'validated');
  });

  it('finds nothing of what is on the account by now', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByLink } = await simulatedPerson({ storage });
    await validatingByLink();
    person.leave();
    await world.give(person.account, { medium: 'email', address: 'alice@example.org' });

    const back = await sitDown(world, person.account, { clock, storage });
    expect((await back.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it('does not send a code elsewhere, whatever the storage says', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByToken } = await simulatedPerson({ storage });
    await validatingByToken();
    person.leave();
    for (const [key, stored] of storage.items) {
      storage.items.set(key, stored.replaceAll(world.baseUrl, 'https://elsewhere.example'));
    }

    const back = await sitDown({ ...world, fetch: neverAsked(world) }, person.account, {
      clock,
      storage,
    });
    const [again] = (await back.settled()).additions;
    if (again === undefined) throw new Error('nothing was waiting');
    (await at(again, 'validatingByToken')).submit?.('123456');
    const { report } = await at(again, 'validatingByToken');
    expect(report?.problem).toEqual({ code: 'submitUrlUntrusted' });
  });

  it('finds nothing of what was cancelled, was kept for a day, or belongs to somebody else', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByLink } = await simulatedPerson({ storage });
    const { actor } = await validatingByLink('one@example.org');
    await validatingByLink('two@example.org');
    actor.send({ type: 'flow.cancel' });
    person.leave();

    const other = await sitDown(world, await world.newAccount(), { clock, storage });
    expect((await other.settled()).additions).toEqual([]);
    const back = await sitDown(world, person.account, { clock, storage });
    expect((await back.settled()).additions).toHaveLength(1);
    back.leave();
    clock.increment(80_000_000);
    (await sitDown(world, person.account, { clock, storage })).leave();
    clock.increment(6_400_000);
    const late = await sitDown(world, person.account, { clock, storage });
    expect((await late.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"version":2,"pending":[{}]}'],
    ['a form with a hole', '{"version":1,"pending":[{"medium":"email"}]}'],
  ])('begins anew where the storage holds %s', async (_, stored) => {
    const storage = { ...createStorage(), getItem: () => stored };
    const { person } = await simulatedPerson({ storage });
    expect((await person.settled()).additions).toEqual([]);
  });

  it('leaves alone what a later version of this library kept', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByLink } = await simulatedPerson({ storage });
    await validatingByLink();
    person.leave();
    const later = '{"version":2,"pending":[{"medium":"matrix"}]}';
    for (const key of storage.items.keys()) storage.items.set(key, later);

    const back = await sitDown(world, person.account, { clock, storage });
    const actor = back.add('email');
    (await at(actor, 'editing')).submit?.('bob@example.org');
    await at(actor, 'validatingByLink');
    expect([...storage.items.values()]).toEqual([later]);
  });

  it('is only read where nothing has expired', async () => {
    const storage = createStorage();
    const { world, clock, person, validatingByLink } = await simulatedPerson({ storage });
    await validatingByLink();
    person.leave();
    const write = vi.spyOn(storage, 'setItem');
    const back = await sitDown(world, person.account, { clock, storage });
    expect((await back.settled()).additions).toHaveLength(1);
    expect(write.mock.calls.length).toBe(1);
  });

  it('loses only its own validation where the storage refuses', async () => {
    const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
    const { validatingByLink } = await simulatedPerson({ storage });
    await validatingByLink();
  });

  it('leaves neither a password nor an authentication in the storage', async () => {
    const storage = createStorage();
    const { person, watching } = await simulatedPerson({ storage });
    await watching();
    const stored = [...storage.items.values()].join('\n');
    expect(stored).toContain('alice@example.org');
    for (const secret of [person.account.password, ...person.sessions]) {
      expect(stored).not.toContain(secret);
    }
  });
});

it('ends where the address is on the account by now', async () => {
  const { world, person, validatingByLink } = await simulatedPerson();
  const { actor } = await validatingByLink();
  await world.give(person.account, { medium: 'email', address: 'alice@example.org' });
  (await person.settled()).read?.();
  await at(actor, 'added');
  expect(await person.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
  expect((await person.settled()).additions).toEqual([]);
});

it('is not asked about by itself where asking brings nothing else', async () => {
  const { homeserver, clock, asked, watching, returnToPage } = await simulatedPerson();
  const { actor, view } = await watching();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 333_000 } },
  });
  view.proceed?.();
  const limited = await at(actor, 'validatingByLink');
  expect(limited.report?.problem.code).toBe('rateLimited');
  expect(limited.isWatching).toBe(false);
  returnToPage();
  clock.increment(60_000);
  await at(actor, 'validatingByLink');
  expect(asked('addThreepid')).toHaveLength(3);
  limited.proceed?.();
  await at(actor, 'validatingByLink');
  expect(asked('addThreepid')).toHaveLength(4);
});

it('a page that cannot be watched keeps nobody from waiting', async () => {
  const { world, clock, watching } = await simulatedPerson({
    watchPage: () => {
      throw new Error('no page');
    },
  });
  const { actor, mail } = await watching();
  await world.openLink(mail.link);
  clock.increment(30_000);
  await at(actor, 'added');
});
