import type { Addresses, Need } from '../../src/journeys/index.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { addressesOf } from './addresses.ts';

/** Makes an email address of the account known to an identity server. */
export type Bind = (account: Account, address: string) => Promise<void>;

let stories = 0;

/**
 * Creates the accounts of one story on the homeserver: the user's, with the addresses that it has from
 * the start, and another one with the taken addresses.
 */
export async function createTestAccounts(
  homeserver: TestHomeserver,
  needs: readonly Need[] = [],
  bind?: Bind,
): Promise<{ readonly account: Account; readonly addresses: Addresses }> {
  stories += 1;
  const addresses = addressesOf(stories);
  const { home, work, taken, takenNumber } = addresses;
  const account = await homeserver.newAccount();
  const other = await homeserver.newAccount();
  for (const address of [home, work]) await homeserver.give(account, { medium: 'email', address });
  if (needs.includes('identityServer')) await bind?.(account, work);
  await homeserver.give(other, { medium: 'email', address: taken });
  await homeserver.give(other, { medium: 'msisdn', address: takenNumber.listed.slice(1) });
  return { account, addresses };
}
