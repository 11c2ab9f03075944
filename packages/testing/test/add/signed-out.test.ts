import type { Problem } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

const EMAIL = 'alice@example.org';

/** Somebody whose client may be given another access token, and who waits for the link. */
async function personWaiting() {
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

type Waiting = Awaited<ReturnType<typeof personWaiting>>;

/** What may be the matter with the access token, and how it is mended. */
const troubles: readonly (readonly [
  string,
  (waiting: Waiting) => void,
  (waiting: Waiting) => void,
  Problem,
])[] = [
  [
    'signed out',
    ({ signOut }) => signOut(),
    ({ signInAgain }) => signInAgain(),
    { code: 'signedOut', soft: false },
  ],
  [
    'signed out softly',
    ({ expire }) => expire(),
    ({ signInAgain }) => signInAgain(),
    { code: 'signedOut', soft: true },
  ],
  [
    'locked',
    ({ homeserver, account }) => homeserver.lockAccount(account.userId),
    ({ homeserver, account }) => homeserver.unlockAccount(account.userId),
    { code: 'accountRestricted' },
  ],
  [
    'not known to an identity server',
    ({ homeserver }) =>
      homeserver.faults.add({
        endpoint: 'addThreepid',
        outcome: { status: 401, body: { errcode: 'M_UNAUTHORIZED' } },
      }),
    () => undefined,
    { code: 'unknown', status: 401, errcode: 'M_UNAUTHORIZED' },
  ],
];

describe.each(troubles)('whoever is %s', (_, begin, end, problem) => {
  it('is told so, and goes on with what waited once that is over', async () => {
    const waiting = await personWaiting();
    const { actor, client, view } = waiting;
    begin(waiting);
    view.proceed?.();
    const told = await at(actor, 'validatingByLink');
    expect(told.report).toEqual({ role: 'alert', problem });
    expect(told.address).toBe(EMAIL);

    end(waiting);
    told.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(await client.listed()).toEqual([{ medium: 'email', address: EMAIL }]);
  });
});
