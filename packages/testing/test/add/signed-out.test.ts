import type { Problem } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

const EMAIL = 'alice@example.org';

/** Starts an addition with a validated address, in an app whose access token the test can replace. */
async function startWaiting() {
  const testServer = openSimulatedTestHomeserver();
  const { homeserver } = testServer;
  const account = await testServer.newAccount();
  let accessToken = account.accessToken;
  const client = await startClient(testServer, account, { getAccessToken: () => accessToken });
  const actor = client.add('email');
  (await at(actor, 'editing')).submit?.(EMAIL);
  const view = await at(actor, 'validatingByLink');
  await testServer.openLink((await testServer.nextMail(EMAIL)).link);
  return {
    homeserver,
    account,
    client,
    actor,
    view,
    signOut: () => homeserver.signOut(accessToken),
    expire: () => homeserver.expireAccessToken(accessToken),
    signInAgain() {
      accessToken = homeserver.addDevice(account.userId).accessToken;
    },
  };
}

type Waiting = Awaited<ReturnType<typeof startWaiting>>;

/** What can be wrong with the access token, and what ends it. */
const problems: readonly (readonly [
  string,
  (waiting: Waiting) => void,
  (waiting: Waiting) => void,
  Problem,
])[] = [
  [
    'is signed out',
    ({ signOut }) => signOut(),
    ({ signInAgain }) => signInAgain(),
    { code: 'signedOut', soft: false },
  ],
  [
    'is signed out softly',
    ({ expire }) => expire(),
    ({ signInAgain }) => signInAgain(),
    { code: 'signedOut', soft: true },
  ],
  [
    'is locked',
    ({ homeserver, account }) => homeserver.lockAccount(account.userId),
    ({ homeserver, account }) => homeserver.unlockAccount(account.userId),
    { code: 'accountRestricted' },
  ],
  [
    'is unknown to the identity server',
    ({ homeserver }) =>
      homeserver.faults.add({
        endpoint: 'addThreepid',
        outcome: { status: 401, body: { errcode: 'M_UNAUTHORIZED' } },
      }),
    () => undefined,
    { code: 'unknown', status: 401, errcode: 'M_UNAUTHORIZED' },
  ],
];

describe.each(problems)('an account that %s', (_, begin, end, problem) => {
  it('is reported, and the addition continues after that is solved', async () => {
    const waiting = await startWaiting();
    const { actor, client, view } = waiting;
    begin(waiting);
    view.proceed?.();
    const refused = await at(actor, 'validatingByLink');
    expect(refused.report).toEqual({ role: 'alert', problem });
    expect(refused.address).toBe(EMAIL);

    end(waiting);
    refused.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(await client.listed()).toEqual([{ medium: 'email', address: EMAIL }]);
  });
});
