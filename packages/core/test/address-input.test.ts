import { describe, expect, it } from 'vitest';
import { readEntry } from '../src/address-input.ts';

function email(address: string) {
  return { entry: { medium: 'email', address } };
}

describe('an email address as typed', () => {
  it.each([
    "o'hara@example.ie",
    'jörg@exämple.de',
    'alice@localhost',
    'what?@example.org',
    '"john"@example.org',
    'a@[127.0.0.1]',
  ])('stays unchanged even if strict validators reject it: %s', (address) => {
    expect(readEntry('email', address, '')).toEqual(email(address));
  });

  it.each([
    ' alice@example.org ',
    'mailto:alice@example.org',
    'Alice <alice@example.org>',
    '(alice@example.org)',
    'mailto:alice@example.org?subject=hello',
  ])('loses the text that was pasted around it: %s', (typed) => {
    expect(readEntry('email', typed, '')).toEqual(email('alice@example.org'));
  });

  it.each([
    ['', 'emailEmpty'],
    ['   ', 'emailEmpty'],
    ['alice', 'emailMalformed'],
    ['alice smith@example.org', 'emailMalformed'],
    [`${'a'.repeat(250)}@example.org`, 'emailTooLong'],
  ])('is rejected if it cannot be an address: %s', (typed, code) => {
    expect(readEntry('email', typed, '')).toEqual({ problem: { code } });
  });

  it('is decoded if it is a link, and only then', () => {
    expect(readEntry('email', 'mailto:j%C3%B6rg@example.org?subject=x', '')).toEqual(
      email('jörg@example.org'),
    );
    expect(readEntry('email', 'mailto:50%@example.org', '')).toEqual(email('50%@example.org'));
    expect(readEntry('email', 'j%C3%B6rg@example.org', '')).toEqual(email('j%C3%B6rg@example.org'));
  });
});

describe('a phone number as typed', () => {
  it.each([
    ['6 11 22 33 44', 'fr'],
    ['+33 6 11 22 33 44', 'FR'],
    ['+33 (0)6 11 22 33 44', 'GB'],
    ['0033611223344', 'FR'],
    ['tel:+33-6-11-22-33-44', 'FR'],
  ])('becomes a national number and its country in upper case: %s, %s', (typed, country) => {
    expect(readEntry('msisdn', typed, country)).toEqual({
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' },
    });
  });

  it.each([
    ['', 'FR', 'phoneEmpty'],
    ['abc', 'FR', 'phoneMalformed'],
    ['611223344', 'XX', 'countryUnknown'],
    ['611223344', '', 'countryUnknown'],
  ])('is rejected if it cannot be a number: %s, %s', (typed, country, code) => {
    expect(readEntry('msisdn', typed, country)).toEqual({ problem: { code } });
  });

  it('keeps a calling code that no country has', () => {
    expect(readEntry('msisdn', '+999 123456', 'FR')).toEqual({
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '+999123456' },
    });
  });

  it.each(['+33', '00', '+8 1', '0033'])(
    'is rejected if it is only a calling code: %s',
    (typed) => {
      expect(readEntry('msisdn', typed, 'FR')).toEqual({ problem: { code: 'phoneMalformed' } });
    },
  );
});
