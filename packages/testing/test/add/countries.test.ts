import { countries } from '@threepid/core';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { expect, it } from 'vitest';

function byCode(one: { code: string }, other: { code: string }): number {
  return one.code < other.code ? -1 : 1;
}

it('every country has the calling code that libphonenumber knows, and none is missing', () => {
  const known = getCountries().map((code) => ({ code, callingCode: getCountryCallingCode(code) }));
  expect([...countries].toSorted(byCode)).toEqual(known.toSorted(byCode));
});

it('a calling code that countries share means the one that libphonenumber takes it for', () => {
  const first = new Map(countries.toReversed().map(({ code, callingCode }) => [callingCode, code]));
  expect(Object.fromEntries(first)).toMatchObject({
    1: 'US',
    7: 'RU',
    44: 'GB',
    39: 'IT',
    61: 'AU',
  });
});
