import { addThreepidView } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { createStorage } from '../client-environment.ts';
import type { TestHomeserver } from '../test-homeserver.ts';

function refuse(): never {
  throw new Error('full');
}

/** A network that fails the test where another homeserver than the testServer's is requestsTo. */
function neverAsked({ baseUrl, fetch }: TestHomeserver): typeof globalThis.fetch {
  return (input, init) => {
    expect(String(input)).toContain(baseUrl);
    return fetch(input, init);
  };
}

describe('whoever authenticated before opening the link', () => {
  it('finds the address added on coming back to the page', async () => {
    const { testServer, clock, requestsTo, polling, returnToPage, client } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    returnToPage();
    clock.increment(5_000);
    await at(actor, 'added');
    expect(requestsTo('addThreepid')).toHaveLength(3);
    expect(client.sessions).toHaveLength(1);
  });

  it('sees that the link is looked after, and not that the address is added', async () => {
    const { homeserver, polling } = await createSimulatedFixture();
    const { actor, view } = await polling();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    view.proceed?.();
    expect(addThreepidView(actor).getSnapshot().busy).toBe('checking');
  });

  it('finds the address added within half a minute', async () => {
    const { testServer, clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    clock.increment(30_000);
    await at(actor, 'added');
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });

  it('is requestsTo about once for all the events of a return', async () => {
    const { clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
    const { actor } = await polling();
    returnToPage();
    returnToPage();
    clock.increment(5_000);
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });

  it('is requestsTo about five seconds after the last time at the earliest', async () => {
    const { testServer, clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    returnToPage();
    clock.increment(4_999);
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(2);
    clock.increment(1);
    await at(actor, 'added');
  });

  it('is requestsTo about for ten minutes, and after that when they act', async () => {
    const { clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor } = await polling();
    for (let minute = 0; minute < 40; minute += 1) {
      clock.increment(30_000);
      await at(actor, 'validatingByLink');
    }
    expect(requestsTo('addThreepid')).toHaveLength(2 + 20);
    (await at(actor, 'validatingByLink')).proceed?.();
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(2 + 21);
  });

  it.each([
    { errcode: 'M_USER_DEACTIVATED', status: 403, problem: 'accountDeactivated' },
    { errcode: 'M_TERMS_NOT_SIGNED', status: 403, problem: 'termsNotSigned' },
    { errcode: 'M_UNRECOGNIZED', status: 404, problem: 'unrecognized' },
    { errcode: 'M_SESSION_EXPIRED', status: 400, problem: 'sessionExpired' },
  ])(
    'is requestsTo about no more once it is answered $errcode',
    async ({ errcode, status, problem }) => {
      const { homeserver, clock, requestsTo, polling } = await createSimulatedFixture();
      const { actor } = await polling();
      homeserver.faults.add({ endpoint: 'addThreepid', outcome: { status, body: { errcode } } });
      clock.increment(30_000);
      await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
      const told = await at(actor, 'validatingByLink');
      expect(told.report?.problem.code).toBe(problem);
      expect(told.isPolling).toBe(false);
      clock.increment(60_000);
      expect((await at(actor, 'validatingByLink')).busy).toBeNull();
      expect(requestsTo('addThreepid')).toHaveLength(3);
    },
  );

  it('is requestsTo about again once another mail was sent', async () => {
    const { homeserver, testServer, clock, requestsTo, polling, cooledDown } = await createSimulatedFixture();
    const { actor } = await polling();
    const expired = { status: 400, body: { errcode: 'M_SESSION_EXPIRED' } };
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: expired });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    (await cooledDown(actor)).resend?.();
    await vi.waitUntil(() => testServer.sentTo('alice@example.org') === 2);
    expect((await at(actor, 'validatingByLink')).isPolling).toBe(true);
    await testServer.openLink((await testServer.nextMail('alice@example.org')).link);
    clock.increment(30_000);
    await at(actor, 'added');
  });

  it('authenticates once more, and is told why, where the homeserver forgot the first time', async () => {
    const { homeserver, clock, client, polling, testServer } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Unknown session' } },
    });
    clock.increment(30_000);
    const view = await authAt(actor, 'password');
    expect(view.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
    client.submitPassword(view, client.account.password);
    await at(actor, 'added');
  });
});

it('several addresses wait at once, each for its own link', async () => {
  const { testServer, client, validatingByLink } = await createSimulatedFixture();
  const first = await validatingByLink('one@example.org');
  const second = await validatingByLink('two@example.org');
  expect((await client.settled()).additions).toEqual([first.actor, second.actor]);
  await testServer.openLink(second.mail.link);
  second.view.proceed?.();
  client.submitPassword(await authAt(second.actor, 'password'), client.account.password);
  await at(second.actor, 'added');
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'two@example.org' }]);
  expect((await client.settled()).additions).toEqual([first.actor]);
  await at(first.actor, 'validatingByLink');
});

it('an accepted code leaves nothing to look after', async () => {
  const { homeserver, requestsTo, client, validatingByToken } = await createSimulatedFixture();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  const authenticating = await authAt(actor, 'password');
  // An identity server that forgot the code is found out once the client authenticated.
  const lost = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
  homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: lost });
  client.submitPassword(authenticating, client.account.password);
  const again = await at(actor, 'validatingByToken');
  expect(again.fields.token.problem).toEqual({ code: 'sessionExpired', medium: 'msisdn' });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
  again.submit?.(text.code);
  await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
  expect(addThreepidView(actor).getSnapshot().busy).toBe('adding');
});

describe('a reload', () => {
  it('finds a validation waiting as it was left, and goes on with it', async () => {
    const storage = createStorage();
    const { testServer, clock, client, requestsTo, validatingByLink } = await createSimulatedFixture({ storage });
    const { mail } = await validatingByLink();
    client.stop();

    const back = await startClient(testServer, client.account, { clock, storage });
    const [actor] = (await back.settled()).additions;
    if (actor === undefined) throw new Error('nothing was waiting');
    const view = await at(actor, 'validatingByLink');
    expect(view.address).toBe('alice@example.org');
    await testServer.openLink(mail.link);
    view.proceed?.();
    back.submitPassword(await authAt(actor, 'password'), back.account.password);
    await at(actor, 'added');
    expect(requestsTo('requestEmailToken')).toHaveLength(1);
    expect(storage.items.size).toBe(0);
  });

  it('finds a code that was accepted, and does not ask for it again', async () => {
    const storage = createStorage();
    const { testServer, clock, client, requestsTo, validatingByToken } = await createSimulatedFixture({ storage });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    (await authAt(actor, 'password')).back?.();
    await at(actor, 'validated');
    client.stop();

    const back = await startClient(testServer, client.account, { clock, storage });
    const [again] = (await back.settled()).additions;
    if (again === undefined) throw new Error('nothing was waiting');
    (await at(again, 'validated')).proceed?.();
    back.submitPassword(await authAt(again, 'password'), back.account.password);
    await at(again, 'added');
    expect(requestsTo('submitMsisdnToken')).toHaveLength(1);
  });

  it('finds a code that was accepted while the password was requestsTo for', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByToken } = await createSimulatedFixture({ storage });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    await authAt(actor, 'password');
    client.stop();

    const back = await startClient(testServer, client.account, { clock, storage });
    const [again] = (await back.settled()).additions;
    if (again === undefined) throw new Error('nothing was waiting');
    await at(again, 'validated');
  });

  it('finds nothing of what is on the account by now', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({ storage });
    await validatingByLink();
    client.stop();
    await testServer.give(client.account, { medium: 'email', address: 'alice@example.org' });

    const back = await startClient(testServer, client.account, { clock, storage });
    expect((await back.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it('does not send a code elsewhere, whatever the storage says', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByToken } = await createSimulatedFixture({ storage });
    await validatingByToken();
    client.stop();
    for (const [key, stored] of storage.items) {
      storage.items.set(key, stored.replaceAll(testServer.baseUrl, 'https://elsewhere.example'));
    }

    const back = await startClient({ ...testServer, fetch: neverAsked(testServer) }, client.account, {
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
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({ storage });
    const { actor } = await validatingByLink('one@example.org');
    await validatingByLink('two@example.org');
    actor.send({ type: 'flow.cancel' });
    client.stop();

    const other = await startClient(testServer, await testServer.newAccount(), { clock, storage });
    expect((await other.settled()).additions).toEqual([]);
    const back = await startClient(testServer, client.account, { clock, storage });
    expect((await back.settled()).additions).toHaveLength(1);
    back.stop();
    clock.increment(80_000_000);
    (await startClient(testServer, client.account, { clock, storage })).stop();
    clock.increment(6_400_000);
    const late = await startClient(testServer, client.account, { clock, storage });
    expect((await late.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"version":2,"pending":[{}]}'],
    ['a form with a hole', '{"version":1,"pending":[{"medium":"email"}]}'],
  ])('begins anew where the storage holds %s', async (_, stored) => {
    const storage = { ...createStorage(), getItem: () => stored };
    const { client } = await createSimulatedFixture({ storage });
    expect((await client.settled()).additions).toEqual([]);
  });

  it('leaves alone what a later version of this library kept', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({ storage });
    await validatingByLink();
    client.stop();
    const later = '{"version":2,"pending":[{"medium":"matrix"}]}';
    for (const key of storage.items.keys()) storage.items.set(key, later);

    const back = await startClient(testServer, client.account, { clock, storage });
    const actor = back.add('email');
    (await at(actor, 'editing')).submit?.('bob@example.org');
    await at(actor, 'validatingByLink');
    expect([...storage.items.values()]).toEqual([later]);
  });

  it('is only read where nothing has expired', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({ storage });
    await validatingByLink();
    client.stop();
    const write = vi.spyOn(storage, 'setItem');
    const back = await startClient(testServer, client.account, { clock, storage });
    expect((await back.settled()).additions).toHaveLength(1);
    expect(write.mock.calls.length).toBe(1);
  });

  it('loses only its own validation where the storage refuses', async () => {
    const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
    const { validatingByLink } = await createSimulatedFixture({ storage });
    await validatingByLink();
  });

  it('leaves neither a password nor an authentication in the storage', async () => {
    const storage = createStorage();
    const { client, polling } = await createSimulatedFixture({ storage });
    await polling();
    const stored = [...storage.items.values()].join('\n');
    expect(stored).toContain('alice@example.org');
    for (const secret of [client.account.password, ...client.sessions]) {
      expect(stored).not.toContain(secret);
    }
  });
});

it('ends where the address is on the account by now', async () => {
  const { testServer, client, validatingByLink } = await createSimulatedFixture();
  const { actor } = await validatingByLink();
  await testServer.give(client.account, { medium: 'email', address: 'alice@example.org' });
  (await client.settled()).read?.();
  await at(actor, 'added');
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
  expect((await client.settled()).additions).toEqual([]);
});

it('is not requestsTo about by itself where asking brings nothing else', async () => {
  const { homeserver, clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
  const { actor, view } = await polling();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 333_000 } },
  });
  view.proceed?.();
  const limited = await at(actor, 'validatingByLink');
  expect(limited.report?.problem.code).toBe('rateLimited');
  expect(limited.isPolling).toBe(false);
  returnToPage();
  clock.increment(60_000);
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid')).toHaveLength(3);
  limited.proceed?.();
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid')).toHaveLength(4);
});

it('a page that cannot be watched keeps nobody from waiting', async () => {
  const { testServer, clock, polling } = await createSimulatedFixture({
    watchPage: () => {
      throw new Error('no page');
    },
  });
  const { actor, mail } = await polling();
  await testServer.openLink(mail.link);
  clock.increment(30_000);
  await at(actor, 'added');
});
