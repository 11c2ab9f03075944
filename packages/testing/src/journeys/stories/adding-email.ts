import type { Addresses } from '../journey.ts';
import type { User } from '../user.ts';

/** Adds an email address, opens its link and continues to interactive auth. */
export async function verifiesTheAddress(user: User, { fresh }: Addresses): Promise<void> {
  await user.addsEmail(fresh);
  await user.sees('validatingByLink');
  await user.clicksTheLink(await user.opensTheMail(fresh));
  await user.continues();
}

export async function seesTheNewAddress(
  user: User,
  { home, work, fresh }: Addresses,
): Promise<void> {
  await user.seesTheList(home, work, fresh);
}
