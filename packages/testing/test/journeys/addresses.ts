import type { Addresses, PhoneNumber } from '../../src/journeys/index.ts';

/** The addresses of one story; another count, and none of them is the same. */
export function addressesOf(count: number): Addresses {
  const email = (name: string) => `${name}-${count}@example.org`;
  return {
    home: email('home'),
    work: email('work'),
    taken: email('taken'),
    takenNumber: numberOf(count * 3),
    fresh: email('fresh'),
    other: email('other'),
    number: numberOf(count * 3 + 1),
    otherNumber: numberOf(count * 3 + 2),
  };
}

/** A mobile phone in France. */
function numberOf(count: number): PhoneNumber {
  const digits = `06112${String(count).padStart(5, '0')}`;
  const shown = `+33${digits.replaceAll(/(\d\d)/gu, ' $1').replace(' 0', ' ')}`;
  return { country: 'FR', typed: digits, shown, listed: shown.replaceAll(' ', '') };
}
