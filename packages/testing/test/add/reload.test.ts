import { describe, expect, it, vi } from 'vitest';
import { createStorage } from '../client-environment.ts';
import { at, authAt, startClient } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import type { TestHomeserver } from '../test-homeserver.ts';

function refuse(): never {
  throw new Error('full');
}

/** A `fetch` that fails the test if a request goes to another server. */
function onlyFetchFrom({ baseUrl, fetch }: TestHomeserver): typeof globalThis.fetch {
  return (input, init) => {
    expect(String(input)).toContain(baseUrl);
    return fetch(input, init);
  };
}

describe('after a reload', () => {
  it('continues a validation that was waiting', async () => {
    const storage = createStorage();
    const { testServer, clock, client, requestsTo, validatingByLink } =
      await createSimulatedFixture({ storage });
    const { mail } = await validatingByLink();
    client.stop();

    const reloaded = await startClient(testServer, client.account, { clock, storage });
    const [actor] = (await reloaded.settled()).additions;
    if (actor === undefined) throw new Error('No addition was resumed');
    const view = await at(actor, 'validatingByLink');
    expect(view.address).toBe('alice@example.org');
    await testServer.openLink(mail.link);
    view.proceed?.();
    reloaded.submitPassword(await authAt(actor, 'password'), reloaded.account.password);
    await at(actor, 'added');
    expect(requestsTo('requestEmailToken')).toHaveLength(1);
    expect(storage.items.size).toBe(0);
  });

  it('continues after an accepted code, which is not submitted again', async () => {
    const storage = createStorage();
    const { testServer, clock, client, requestsTo, validatingByToken } =
      await createSimulatedFixture({ storage });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    (await authAt(actor, 'password')).back?.();
    await at(actor, 'validated');
    client.stop();

    const reloaded = await startClient(testServer, client.account, { clock, storage });
    const [again] = (await reloaded.settled()).additions;
    if (again === undefined) throw new Error('No addition was resumed');
    (await at(again, 'validated')).proceed?.();
    reloaded.submitPassword(await authAt(again, 'password'), reloaded.account.password);
    await at(again, 'added');
    expect(requestsTo('submitMsisdnToken')).toHaveLength(1);
  });

  it('continues after an accepted code if the password was asked for', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByToken } = await createSimulatedFixture({
      storage,
    });
    const { actor, view, text } = await validatingByToken();
    view.submit?.(text.code);
    await authAt(actor, 'password');
    client.stop();

    const reloaded = await startClient(testServer, client.account, { clock, storage });
    const [again] = (await reloaded.settled()).additions;
    if (again === undefined) throw new Error('No addition was resumed');
    await at(again, 'validated');
  });

  it('forgets a validation whose address is on the account', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({
      storage,
    });
    await validatingByLink();
    client.stop();
    await testServer.give(client.account, { medium: 'email', address: 'alice@example.org' });

    const reloaded = await startClient(testServer, client.account, { clock, storage });
    expect((await reloaded.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it('does not send a code to a URL that was changed in the storage', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByToken } = await createSimulatedFixture({
      storage,
    });
    await validatingByToken();
    client.stop();
    for (const [key, stored] of storage.items) {
      storage.items.set(key, stored.replaceAll(testServer.baseUrl, 'https://elsewhere.example'));
    }

    const reloaded = await startClient(
      { ...testServer, fetch: onlyFetchFrom(testServer) },
      client.account,
      {
        clock,
        storage,
      },
    );
    const [again] = (await reloaded.settled()).additions;
    if (again === undefined) throw new Error('No addition was resumed');
    (await at(again, 'validatingByToken')).submit?.('123456');
    const { report } = await at(again, 'validatingByToken');
    expect(report?.problem).toEqual({ code: 'submitUrlUntrusted' });
  });

  it('forgets cancelled validations, those older than a day, and those of other accounts', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({
      storage,
    });
    const { actor } = await validatingByLink('one@example.org');
    await validatingByLink('two@example.org');
    actor.send({ type: 'flow.cancel' });
    client.stop();

    const other = await startClient(testServer, await testServer.newAccount(), { clock, storage });
    expect((await other.settled()).additions).toEqual([]);
    const reloaded = await startClient(testServer, client.account, { clock, storage });
    expect((await reloaded.settled()).additions).toHaveLength(1);
    reloaded.stop();
    clock.increment(80_000_000);
    (await startClient(testServer, client.account, { clock, storage })).stop();
    clock.increment(6_400_000);
    const expired = await startClient(testServer, client.account, { clock, storage });
    expect((await expired.settled()).additions).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', '{"version":2,"pending":[{}]}'],
    ['an incomplete form', '{"version":1,"pending":[{"medium":"email"}]}'],
  ])('starts without validations if the storage contains %s', async (_, stored) => {
    const storage = { ...createStorage(), getItem: () => stored };
    const { client } = await createSimulatedFixture({ storage });
    expect((await client.settled()).additions).toEqual([]);
  });

  it('keeps what a later version of this library stored', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({
      storage,
    });
    await validatingByLink();
    client.stop();
    const later = '{"version":2,"pending":[{"medium":"matrix"}]}';
    for (const key of storage.items.keys()) storage.items.set(key, later);

    const reloaded = await startClient(testServer, client.account, { clock, storage });
    const actor = reloaded.add('email');
    (await at(actor, 'editing')).submit?.('bob@example.org');
    await at(actor, 'validatingByLink');
    expect([...storage.items.values()]).toEqual([later]);
  });

  it('does not write to the storage if nothing has expired', async () => {
    const storage = createStorage();
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture({
      storage,
    });
    await validatingByLink();
    client.stop();
    const write = vi.spyOn(storage, 'setItem');
    const reloaded = await startClient(testServer, client.account, { clock, storage });
    expect((await reloaded.settled()).additions).toHaveLength(1);
    expect(write).not.toHaveBeenCalled();
  });

  it('keeps the flow running if the storage fails', async () => {
    const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
    const { validatingByLink } = await createSimulatedFixture({ storage });
    await validatingByLink();
  });

  it('has stored neither a password nor an interactive auth session', async () => {
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
