import type { Addresses, Need } from '../../src/journeys/index.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { addressesOf } from './addresses.ts';

/** Has an identity server know an email address of the account. */
export type Bind = (account: Account, address: string) => Promise<void>;

let stories = 0;

/** Whom a story is about: a new account on the world's homeserver with what it has, and its neighbour. */
export async function settleIn(
  world: TestHomeserver,
  needs: readonly Need[] = [],
  bind?: Bind,
): Promise<{ readonly account: Account; readonly addresses: Addresses }> {
  stories += 1;
  const addresses = addressesOf(stories);
  const { home, work, taken, takenNumber } = addresses;
  const account = await world.newAccount();
  const neighbour = await world.newAccount();
  for (const address of [home, work]) await world.give(account, { medium: 'email', address });
  if (needs.includes('identityServer')) await bind?.(account, work);
  await world.give(neighbour, { medium: 'email', address: taken });
  await world.give(neighbour, { medium: 'msisdn', address: takenNumber.listed.slice(1) });
  return { account, addresses };
}
