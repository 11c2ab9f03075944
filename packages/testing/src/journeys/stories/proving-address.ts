import type { Addresses } from '../journey.ts';
import type { Person } from '../person.ts';

/** An address is added, its link opened, and who they are is asked. */
export async function provesTheAddress(person: Person, { fresh }: Addresses): Promise<void> {
  await person.addsEmail(fresh);
  await person.sees('validatingByLink');
  await person.clicksTheLink(await person.opensTheMail(fresh));
  await person.continues();
}

export async function listsTheNewOne(
  person: Person,
  { home, work, fresh }: Addresses,
): Promise<void> {
  await person.lists(home, work, fresh);
}
