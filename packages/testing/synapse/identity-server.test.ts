import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, authAt, confirming, startClient, type Client } from '../test/helpers/client.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';

const AddRequest = v.object({ sid: v.string(), client_secret: v.string() });

describe('a number that is bound at an identity server', () => {
  let homeserver: RealHomeserver;
  let client: Client;
  let deletions: { status: number; body: unknown }[];

  beforeAll(async () => {
    homeserver = await openSynapse();
  });
  afterAll(() => homeserver.close());
  afterEach(() => client.stop());

  /** Starts a client whose user adds the number, and binds it with the same validation session. */
  async function startWithBoundNumber(national: string) {
    deletions = [];
    const account = await homeserver.newAccount();
    client = await startClient({ baseUrl: homeserver.baseUrl, fetch: fetchAndRecord }, account);
    const actor = client.add('msisdn');
    (await at(actor, 'editing')).submit?.(national, 'FR');
    const { code } = await homeserver.nextText(`33${national}`);
    (await at(actor, 'validatingByToken')).submit?.(code);
    client.submitPassword(await authAt(actor, 'password'), account.password);
    await at(actor, 'added');
    const { sid, client_secret } = v.parse(AddRequest, client.requests.at(-1)?.body);
    const msisdn = `33${national}`;
    await homeserver.bind(account, { msisdn, sid, clientSecret: client_secret });
    return { medium: 'msisdn', address: msisdn } as const;
  }

  async function fetchAndRecord(...[input, init]: Parameters<typeof fetch>) {
    const response = await homeserver.fetch(input, init);
    if (response.url.endsWith('/account/3pid/delete')) {
      deletions.push({ status: response.status, body: await response.clone().json() });
    }
    return response;
  }

  it('S10: is removed, and the homeserver responds that the unbind succeeded', async () => {
    const threepid = await startWithBoundNumber('611223310');
    (await confirming(await client.remove(threepid))).confirm?.();
    const { notice, rows } = await client.removed();
    expect(notice).toEqual({ type: 'removed', threepid, unbindResult: 'success' });
    expect(rows).toEqual([]);
    expect(client.requests.at(-1)).toEqual({ path: '/delete', body: threepid });
    expect(deletions).toEqual([{ status: 200, body: { id_server_unbind_result: 'success' } }]);
  });

  it('stays on the account if the identity server is down, and the client shows a problem', async () => {
    const threepid = await startWithBoundNumber('611223311');
    await homeserver.stopIdentityServer();
    const removal = await client.remove(threepid);
    (await confirming(removal)).confirm?.();
    const { report } = await confirming(removal);
    expect(report).toEqual({ role: 'alert', problem: { code: 'notRemoved' } });
    expect(await client.listed()).toEqual([threepid]);
    expect(deletions).toEqual([
      { status: 500, body: { errcode: 'M_UNKNOWN', error: 'Failed to remove threepid' } },
    ]);
  });
});
