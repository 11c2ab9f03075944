import type { Addresses, PhoneNumber } from '../../src/journeys/index.ts';

/** Returns the addresses of one story. Each number of a story has its own addresses. */
export function addressesOf(story: number): Addresses {
  const email = (name: string) => `${name}-${story}@example.org`;
  return {
    home: email('home'),
    work: email('work'),
    taken: email('taken'),
    takenNumber: phoneNumber(story * 3),
    fresh: email('fresh'),
    other: email('other'),
    number: phoneNumber(story * 3 + 1),
    otherNumber: phoneNumber(story * 3 + 2),
  };
}

/** A French mobile number. */
function phoneNumber(index: number): PhoneNumber {
  const digits = `06112${String(index).padStart(5, '0')}`;
  const shown = `+33${digits.replaceAll(/(\d\d)/gu, ' $1').replace(' 0', ' ')}`;
  return { country: 'FR', typed: digits, shown, listed: shown.replaceAll(' ', '') };
}
