import type { ThreepidsOptions } from '@threepid/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, authAt, confirming, startClient, type Client } from '../helpers/client.ts';
import { describeReferenceFlow, expectNoSecretsOf, recordConsole } from './reference-flow.ts';
import {
  openSimulatedTestHomeserver,
  type SimulatedTestHomeserver,
} from '../simulated-test-homeserver.ts';
import type { Account } from '../test-homeserver.ts';

describe('on the simulated homeserver', () => {
  describeReferenceFlow(async () => openSimulatedTestHomeserver());
});

describe('on homeservers that differ from Synapse', () => {
  let clients: Client[] = [];
  beforeEach(recordConsole);
  afterEach(() => {
    expectNoSecretsOf(clients);
    clients = [];
  });

  async function clientOn(
    testServer: SimulatedTestHomeserver,
    account: Account,
    options?: Partial<ThreepidsOptions>,
  ) {
    const client = await startClient(testServer, account, options);
    clients.push(client);
    return client;
  }

  it('S6: shows an unopened link alike if the homeserver responds with 403', async () => {
    const testServer = openSimulatedTestHomeserver();
    const client = await clientOn(testServer, await testServer.newAccount());
    const actor = client.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    (await at(actor, 'validatingByLink')).proceed?.();
    const authenticating = await authAt(actor, 'password');
    testServer.homeserver.faults.add({
      endpoint: 'addThreepid',
      carriedOut: true,
      outcome: { status: 403, body: { errcode: 'M_THREEPID_AUTH_FAILED', error: 'No session' } },
    });
    client.submitPassword(authenticating, client.account.password);
    const { report, proceed } = await at(actor, 'validatingByLink');
    expect(report).toEqual({ role: 'status', problem: { code: 'notValidated', medium: 'email' } });
    proceed?.();
    await at(actor, 'validatingByLink');
    expect(client.requests.at(-1)?.body).toMatchObject({ auth: { session: client.sessions[0] } });
  });

  it('S7: continues in the session that a wrong password has started', async () => {
    const testServer = openSimulatedTestHomeserver({ settings: { wrongPasswordSession: 'new' } });
    const client = await clientOn(testServer, await testServer.newAccount());
    const actor = client.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    (await at(actor, 'validatingByLink')).proceed?.();
    client.submitPassword(await authAt(actor, 'password'), 'not the password');
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'validatingByLink');
    const [first, second] = client.sessions;
    expect(second).not.toBe(first);
    expect(client.requests.at(-1)?.body).toMatchObject({ auth: { session: second } });
  });

  it('S10: removes an address that is bound at an identity server there, too', async () => {
    const testServer = openSimulatedTestHomeserver();
    const account = await testServer.newAccount();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    await testServer.give(account, threepid);
    testServer.homeserver.bindThreepid(account.userId, threepid);
    const client = await clientOn(testServer, account);
    (await confirming(await client.remove(threepid))).confirm?.();
    const { notice, rows } = await client.removed();
    expect(rows).toEqual([]);
    expect(notice).toEqual({ type: 'removed', threepid, unbindResult: 'success' });
    expect(client.requests).toEqual([{ path: '/delete', body: threepid }]);
  });

  it('uses the prefix of homeservers older than specification 1.1', async () => {
    const testServer = openSimulatedTestHomeserver();
    const client = await clientOn(testServer, await testServer.newAccount(), {
      prefix: '/_matrix/client/r0',
    });
    const actor = client.add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    const paths = testServer.homeserver.requests.map(({ path }) => path);
    expect(paths).toContain('/_matrix/client/r0/account/3pid/email/requestToken');
    expect(paths.filter((path) => path.startsWith('/_matrix/client/v3'))).toEqual([]);
  });
});
