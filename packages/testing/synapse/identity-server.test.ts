import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, confirming, sitDown, type Person } from '../test/person.ts';
import { openSynapse, type RealWorld } from './world.ts';

const Added = v.object({ sid: v.string(), client_secret: v.string() });

describe('a number that is bound at an identity server', () => {
  let world: RealWorld;
  let person: Person;
  let deletions: { status: number; body: unknown }[];

  beforeAll(async () => {
    world = await openSynapse();
  });
  afterAll(() => world.close());
  afterEach(() => person.leave());

  /** A person who added the number, and bound it with what proved it. */
  async function sitDownWithBound(national: string) {
    deletions = [];
    const account = await world.newAccount();
    person = await sitDown({ baseUrl: world.baseUrl, fetch: watched }, account);
    const actor = person.add('msisdn');
    (await at(actor, 'editing')).submit?.(national, 'FR');
    const { code } = await world.nextText(`33${national}`);
    (await at(actor, 'validatingByToken')).submit?.(code);
    person.typePassword(await at(actor, 'authenticating'), account.password);
    await at(actor, 'added');
    const { sid, client_secret } = v.parse(Added, person.requests.at(-1)?.body);
    const msisdn = `33${national}`;
    await world.bind(account, { msisdn, sid, clientSecret: client_secret });
    return { medium: 'msisdn', address: msisdn } as const;
  }

  async function watched(...[input, init]: Parameters<typeof fetch>) {
    const response = await world.fetch(input, init);
    if (response.url.endsWith('/account/3pid/delete')) {
      deletions.push({ status: response.status, body: await response.clone().json() });
    }
    return response;
  }

  it('S10: it is removed, and the homeserver says that it is bound no more', async () => {
    const threepid = await sitDownWithBound('611223310');
    (await confirming(await person.remove(threepid))).confirm?.();
    const { notice, rows } = await person.removed();
    expect(notice).toEqual({ type: 'removed', threepid, unbindResult: 'success' });
    expect(rows).toEqual([]);
    expect(person.requests.at(-1)).toEqual({ path: '/delete', body: threepid });
    expect(deletions).toEqual([{ status: 200, body: { id_server_unbind_result: 'success' } }]);
  });

  it('stays on the account while the identity server is down, and the client says so', async () => {
    const threepid = await sitDownWithBound('611223311');
    await world.stopIdentityServer();
    const removal = await person.remove(threepid);
    (await confirming(removal)).confirm?.();
    const { report } = await confirming(removal);
    expect(report).toEqual({ role: 'alert', problem: { code: 'notRemoved' } });
    expect(await person.listed()).toEqual([threepid]);
    expect(deletions).toEqual([
      { status: 500, body: { errcode: 'M_UNKNOWN', error: 'Failed to remove threepid' } },
    ]);
  });
});
