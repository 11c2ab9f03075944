import { countries } from '@threepid/core';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { expect, it } from 'vitest';

function byCode(one: { code: string }, other: { code: string }): number {
  return one.code < other.code ? -1 : 1;
}

it("lists libphonenumber's countries and calling codes, and no others", () => {
  const known = getCountries().map((code) => ({ code, callingCode: getCountryCallingCode(code) }));
  expect([...countries].toSorted(byCode)).toEqual(known.toSorted(byCode));
});

it('lists first, among countries that share a calling code, the one that libphonenumber prefers', () => {
  const first = new Map(countries.toReversed().map(({ code, callingCode }) => [callingCode, code]));
  expect(Object.fromEntries(first)).toMatchObject({
    1: 'US',
    7: 'RU',
    44: 'GB',
    39: 'IT',
    61: 'AU',
  });
});
