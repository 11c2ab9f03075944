import { describe, expect, it } from 'vitest';
import { isSameThreepid, readEntry } from '../src/address.ts';

describe('an email address that a person typed', () => {
  it.each(["o'hara@example.ie", 'jörg@exämple.de', 'alice@localhost'])(
    'passes though strict validators reject it: %s',
    (address) => {
      expect(readEntry('email', address, '')).toEqual({ entry: { medium: 'email', address } });
    },
  );

  it.each([
    ' alice@example.org ',
    'mailto:alice@example.org',
    'Alice <alice@example.org>',
    '(alice@example.org)',
    'mailto:alice@example.org?subject=hello',
  ])('is taken out of what was pasted around it: %s', (typed) => {
    expect(readEntry('email', typed, '')).toEqual({
      entry: { medium: 'email', address: 'alice@example.org' },
    });
  });

  it.each([
    ['', 'emailEmpty'],
    ['   ', 'emailEmpty'],
    ['alice', 'emailMalformed'],
    ['alice smith@example.org', 'emailMalformed'],
    [`${'a'.repeat(250)}@example.org`, 'emailTooLong'],
  ])('is refused at the field when nothing can be meant by it: %s', (typed, code) => {
    expect(readEntry('email', typed, '')).toEqual({ problem: { code } });
  });
});

describe('a phone number that a person typed', () => {
  it.each([
    ['6 11 22 33 44', 'fr'],
    ['+33 6 11 22 33 44', 'FR'],
    ['+33 (0)6 11 22 33 44', 'GB'],
    ['0033611223344', 'FR'],
    ['tel:+33-6-11-22-33-44', 'FR'],
  ])(
    'goes out without plus and country code, the country in upper case: %s, %s',
    (typed, country) => {
      expect(readEntry('msisdn', typed, country)).toEqual({
        entry: { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' },
      });
    },
  );

  it.each([
    ['', 'FR', 'phoneEmpty'],
    ['abc', 'FR', 'phoneMalformed'],
    ['611223344', 'XX', 'countryUnknown'],
    ['611223344', '', 'countryUnknown'],
  ])('is refused at the field when nothing can be meant by it: %s, %s', (typed, country, code) => {
    expect(readEntry('msisdn', typed, country)).toEqual({ problem: { code } });
  });
});

describe('a threepid of the list', () => {
  it('is the address that was entered in another case', () => {
    const entry = { medium: 'email', address: 'Strauß@Example.org' } as const;
    expect(isSameThreepid({ medium: 'email', address: 'strauss@example.org' }, entry, null)).toBe(
      true,
    );
    expect(isSameThreepid({ medium: 'email', address: 'straus@example.org' }, entry, null)).toBe(
      false,
    );
  });

  it('is the national number that was entered, with or without its zero', () => {
    const listed = { medium: 'msisdn', address: '33611223344' } as const;
    for (const phoneNumber of ['611223344', '0611223344']) {
      expect(isSameThreepid(listed, { medium: 'msisdn', country: 'FR', phoneNumber }, null)).toBe(
        true,
      );
    }
    const other = { medium: 'msisdn', country: 'GB', phoneNumber: '611223344' } as const;
    expect(isSameThreepid(listed, other, null)).toBe(false);
  });
});

function email(address: string) {
  return { entry: { medium: 'email', address } };
}

describe('what must not be mended', () => {
  it.each(['what?@example.org', '"john"@example.org', 'a@[127.0.0.1]', "o'hara@example.ie"])(
    'leaves %s as it is',
    (address) => {
      expect(readEntry('email', address, '')).toEqual({ entry: { medium: 'email', address } });
    },
  );

  it('reads what a link encodes, and only of a link', () => {
    expect(readEntry('email', 'mailto:j%C3%B6rg@example.org?subject=x', '')).toEqual(
      email('jörg@example.org'),
    );
    expect(readEntry('email', 'mailto:50%@example.org', '')).toEqual(email('50%@example.org'));
    expect(readEntry('email', 'j%C3%B6rg@example.org', '')).toEqual(email('j%C3%B6rg@example.org'));
  });

  it('sends a number whose calling code no country has as it was entered', () => {
    expect(readEntry('msisdn', '+999 123456', 'FR')).toEqual({
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '+999123456' },
    });
    const entry = { medium: 'msisdn', country: 'FR', phoneNumber: '+999123456' } as const;
    expect(isSameThreepid({ medium: 'msisdn', address: '999123456' }, entry, null)).toBe(true);
  });

  it.each(['+33', '00', '+8 1', '0033'])('refuses %s, which has a calling code alone', (number) => {
    expect(readEntry('msisdn', number, 'FR')).toEqual({ problem: { code: 'phoneMalformed' } });
  });
});
