import type { ThreepidsOptions } from '@threepid/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, confirming, sitDown, type Person } from './person.ts';
import { describeSeeds, expectNoSecretTold, listenToTheLog } from './seeds.ts';
import {
  openSimulatedTestHomeserver,
  type SimulatedTestHomeserver,
} from './simulated-test-homeserver.ts';
import type { Account } from './test-homeserver.ts';

describe('on the simulated homeserver', () => {
  describeSeeds(async () => openSimulatedTestHomeserver());
});

describe('on homeservers that answer otherwise than Synapse', () => {
  let people: Person[] = [];
  beforeEach(listenToTheLog);
  afterEach(() => {
    expectNoSecretTold(people);
    people = [];
  });

  async function personOn(
    world: SimulatedTestHomeserver,
    account: Account,
    options?: Partial<ThreepidsOptions>,
  ) {
    const person = await sitDown(world, account, options);
    people.push(person);
    return person;
  }

  it('S6: a link that was not opened is told alike where it is refused with 403', async () => {
    const world = openSimulatedTestHomeserver();
    const person = await personOn(world, await world.newAccount());
    const actor = person.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    (await at(actor, 'validatingByLink')).proceed?.();
    const authenticating = await at(actor, 'authenticating');
    world.homeserver.faults.add({
      endpoint: 'addThreepid',
      carriedOut: true,
      outcome: { status: 403, body: { errcode: 'M_THREEPID_AUTH_FAILED', error: 'No session' } },
    });
    person.typePassword(authenticating, person.account.password);
    const { report, proceed } = await at(actor, 'validatingByLink');
    expect(report).toEqual({ role: 'status', problem: { code: 'notValidated', medium: 'email' } });
    proceed?.();
    await at(actor, 'validatingByLink');
    expect(person.requests.at(-1)?.body).toMatchObject({ auth: { session: person.sessions[0] } });
  });

  it('S7: a wrong password that begins another session is asked for again in that one', async () => {
    const world = openSimulatedTestHomeserver({ settings: { wrongPasswordSession: 'new' } });
    const person = await personOn(world, await world.newAccount());
    const actor = person.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    (await at(actor, 'validatingByLink')).proceed?.();
    person.typePassword(await at(actor, 'authenticating'), 'not the password');
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    await at(actor, 'validatingByLink');
    const [first, second] = person.sessions;
    expect(second).not.toBe(first);
    expect(person.requests.at(-1)?.body).toMatchObject({ auth: { session: second } });
  });

  it('S10: one that was bound at an identity server is removed there as well', async () => {
    const world = openSimulatedTestHomeserver();
    const account = await world.newAccount();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    await world.give(account, threepid);
    world.homeserver.bindThreepid(account.userId, threepid);
    const person = await personOn(world, account);
    (await confirming(await person.remove(threepid))).confirm?.();
    const { notice, rows } = await person.removed();
    expect(rows).toEqual([]);
    expect(notice).toEqual({ type: 'removed', threepid, unbindResult: 'success' });
    expect(person.requests).toEqual([{ path: '/delete', body: threepid }]);
  });

  it('speaks to homeservers older than the specification 1.1 under their prefix', async () => {
    const world = openSimulatedTestHomeserver();
    const person = await personOn(world, await world.newAccount(), {
      prefix: '/_matrix/client/r0',
    });
    const actor = person.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    const paths = world.homeserver.requests.map(({ path }) => path);
    expect(paths).toContain('/_matrix/client/r0/account/3pid/email/requestToken');
    expect(paths.filter((path) => path.startsWith('/_matrix/client/v3'))).toEqual([]);
  });
});
