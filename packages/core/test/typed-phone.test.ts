import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import metadata from 'libphonenumber-js/metadata.max.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { readEntry } from '../src/address-input.ts';
import { isSameThreepid } from '../src/threepid.ts';

const FRENCH = { entry: { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' } };
const MALFORMED = { problem: { code: 'phoneMalformed' } };

const known = new Set<string>(getCountries());

function isCountry(code: string): code is CountryCode {
  return known.has(code);
}

const parse = memoized((number: string, country: CountryCode) => {
  return parsePhoneNumberFromString(number, country)?.number ?? null;
});

/** The parser is slow, and many spellings are sent alike. */
function memoized(parser: (number: string, country: CountryCode) => string | null): typeof parser {
  const results = new Map<string, string | null>();
  return (number, country) => {
    const key = country + number;
    const e164 = results.get(key) ?? parser(number, country);
    results.set(key, e164);
    return e164;
  };
}

/** The number as a homeserver parses what is sent; null if nothing is. */
function parsed(typed: string, country: string): string | null {
  const { entry } = readEntry('msisdn', typed, country);
  if (entry?.medium !== 'msisdn' || !isCountry(entry.country)) return null;
  return parse(entry.phoneNumber, entry.country);
}

/** Whether the list's number counts as the one that was typed, before the homeserver has parsed it. */
function isOwn(typed: string, country: string, msisdn: string): boolean {
  const { entry } = readEntry('msisdn', typed, country);
  if (entry === undefined) throw new Error(`${typed} is refused`);
  return isSameThreepid({ medium: 'msisdn', address: msisdn }, entry, null);
}

describe('a phone number that is pasted', () => {
  it.each([
    '\u202A+33 6 11 22 33 44',
    '\u202A+33 6 11 22 33 44\u202C',
    '\u2066+33 6 11 22 33 44\u2069',
    '\u200E+33\u00A06\u00A011\u00A022\u00A033\u00A044',
    '\uFEFF+33611223344',
    '+33\u200B611\u00AD223344',
    '＋３３　６　１１　２２　３３　４４',
    '﹢33 6 11 22 33 44',
    '（＋33）6-11-22-33-44',
    '"+33 6 11 22 33 44"',
    '“+33 6 11 22 33 44”',
    '«+33 6 11 22 33 44»',
    '[+33] 6 11 22 33 44',
    '+33 6 11 22 33 44.',
    '+33.6.11.22.33.44',
    '+33‑6‑11‑22‑33‑44',
    '+33–6–11–22–33–44',
    '+33·6·11·22·33·44',
    '+٣٣ ٦ ١١ ٢٢ ٣٣ ٤٤',
    '+۳۳ ۶ ۱۱ ۲۲ ۳۳ ۴۴',
    '+३३ ६ ११ २२ ३३ ४४',
    '++33 6 11 22 33 44',
    '+0033 6 11 22 33 44',
    '(0033) 6 11 22 33 44',
    '\u202A0033 6 11 22 33 44',
    '<+33 6 11 22 33 44>',
    'Alice <tel:+33-6-11-22-33-44>',
    'tel:%2B33611223344',
    '+33 (0)6 11 22 33 44',
    '+33 ( 0 ) 6 11 22 33 44',
  ])('is the number that it shows: %s', (typed) => {
    expect(readEntry('msisdn', typed, 'GB')).toEqual(FRENCH);
  });

  it.each([
    '06 11 22 33 ٤٤',
    '06 11 22 33 ４４',
    '06 11 22 33 ४४',
    '06\u200B11\u206022\u00AD33\u202C44',
  ])('keeps every digit: %s', (typed) => {
    expect(readEntry('msisdn', typed, 'FR')).toEqual({
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '0611223344' },
    });
  });

  it.each([
    '06 11 22 33 4④',
    '06 11 22 33 4²',
    '06 11 22 33 4½',
    '06 11 22 33 4〇',
    '06 11 22 33 4五',
    '06 11 22 33 Ⅳ',
    '0️⃣611223344',
    '06 11 22 33 44 ext. 5',
    '06 11 22 33 44,,5#',
    '0611223344;5',
    '0611223344#',
    '*31#0611223344',
    '06 11 22 33 44 +33',
    '33611223344+',
    '☎ 06 11 22 33 44',
    '06 11 22 33 4?4',
    '06 11 22 33 4\uFFFD',
    '06 11 22 33 4\u0000',
    'tel:0611223344;phone-context=+33',
    '1-800-FLOWERS',
    '+0 6 11 22 33 44',
  ])('is refused if not all of it can be read: %s', (typed) => {
    expect(readEntry('msisdn', typed, 'FR')).toEqual(MALFORMED);
  });
});

describe('an international number', () => {
  it.each(['+33 6 11 22 33 44', '\u202A+33 (0)6 11 22 33 44', '＋３３６１１２２３３４４'])(
    'needs no country: %s',
    (typed) => {
      for (const country of ['', 'XX']) {
        expect(readEntry('msisdn', typed, country)).toEqual(FRENCH);
      }
    },
  );

  it.each(['0033611223344', '33611223344', '+999 123456', ''])('needs one: %s', (typed) => {
    expect(readEntry('msisdn', typed, '')).toEqual({ problem: { code: 'countryUnknown' } });
  });

  it.each([
    ['001 65 8123 4567', 'KR'],
    ['0011 33 6 11 22 33 44', 'AU'],
    ['00 65 8123 4567', 'SG'],
    ['0033 6 11 22 33 44', 'SG'],
    ['0012 298 211234', 'BO'],
    ['000 44 7400 123456', 'KE'],
    ['0 7912 345678', 'WS'],
  ])('is refused if its prefix has two meanings: %s in %s', (typed, country) => {
    expect(readEntry('msisdn', typed, country)).toEqual(MALFORMED);
  });

  it.each([
    ['+39 (0)6 698 12345', 'IT', '+390669812345'],
    ['+378 (0)549 886377', 'SM', '+3780549886377'],
    ['+225 (0)1 23 45 67 89', 'CI', '+2250123456789'],
    ['+34 (0)612 34 56 78', 'ES', '+34612345678'],
    ['0039 (0)6 698 12345', 'FR', '+390669812345'],
  ])('keeps a zero in brackets that belongs to it: %s', (typed, country, e164) => {
    expect(parsed(typed, country)).toBe(e164);
  });
});

describe('a number of the list', () => {
  it.each([
    ['33611223344', 'FR', '33611223344'],
    ['33 06 11 22 33 44', 'FR', '33611223344'],
    ['+33 06 11 22 33 44', 'FR', '33611223344'],
    ['1 (201) 555-0123', 'US', '12015550123'],
    ['12015550123', 'CA', '12015550123'],
    ['8 912 345-67-89', 'RU', '79123456789'],
    ['7 912 345-67-89', 'RU', '79123456789'],
    ['8 771 000 99 98', 'KZ', '77710009998'],
    ['06 20 123 4567', 'HU', '36201234567'],
    ['+36 06 20 123 4567', 'HU', '36201234567'],
    ['8 612 34567', 'LT', '37061234567'],
    ['0 612 34567', 'LT', '37061234567'],
    ['8 029 491-19-11', 'BY', '375294911911'],
    ['8 66 123456', 'TM', '99366123456'],
    ['01 222 123 4567', 'MX', '522221234567'],
    ['044 222 123 4567', 'MX', '522221234567'],
    ['045 222 123 4567', 'MX', '522221234567'],
    ['+52 1 222 123 4567', 'MX', '522221234567'],
    ['0 321 123 4567', 'CO', '573211234567'],
    ['03 321 123 4567', 'CO', '573211234567'],
    ['0 15 11 96123-4567', 'BR', '5511961234567'],
    ['+49 1512 3456789', 'DE', '4915123456789'],
    ['4915123456789', 'DE', '4915123456789'],
    ['628123456789', 'ID', '628123456789'],
    ['383 43 201 234', 'XK', '38343201234'],
    ['06 698 12345', 'IT', '390669812345'],
    ['8 (800) 123-45-67', 'RU', '78001234567'],
  ])('is the one that was typed: %s in %s', (typed, country, msisdn) => {
    expect(isOwn(typed, country, msisdn)).toBe(true);
    expect(parsed(typed, country)).toBe(`+${msisdn}`);
  });

  it.each([
    ['01511 2345678', 'DE', '495112345678'],
    ['1511 2345678', 'DE', '495112345678'],
    ['8912345678', 'DE', '49912345678'],
    ['0611223344', 'FR', '33611223345'],
    ['0611223344', 'FR', '33223344'],
    ['611223344', 'GB', '33611223344'],
    ['+33611223344', 'GB', '44611223344'],
  ])('is not a number that only ends like it: %s in %s', (typed, country, msisdn) => {
    expect(isOwn(typed, country, msisdn)).toBe(false);
  });
});

/** What the homeserver takes for a national number, although it begins with the own calling code. */
const NATIONAL_TOO = ['ID', 'TK'];

const SCRIPTS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];

/** Countries with an international prefix of their own, and what users of each may dial. */
const PREFIXES = Object.entries(metadata.countries)
  .filter(([, [, idd]]) => idd !== '00')
  .map(([chosen, [, idd]]) => {
    const own = new RegExp(`^(?:${idd})$`, 'u');
    const known = ['001', '002', '0011', '0014', '009', '000', '010', '011', '119', '810'];
    return { chosen, prefixes: ['00', ...known.filter((prefix) => own.test(prefix))] };
  });

function inScript(text: string, zero: number): string {
  return text.replace(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)));
}

/** A mobile number and others like it. */
function numbersOf(country: CountryCode): string[] {
  const example = examples[country] ?? '';
  return ['', '31', '2806'].map((end) => example.slice(0, example.length - end.length) + end);
}

describe.each(getCountries())('a number of %s', (country) => {
  const callingCode = getCountryCallingCode(country);
  const trunk = metadata.countries[country]?.[5];
  const plain = numbersOf(country).map((national) => ({
    national,
    e164: parsePhoneNumberFromString(`+${callingCode}${national}`)?.number ?? '',
  }));

  function spellings(national: string): string[] {
    const international = `+${callingCode}${national}`;
    return [
      international,
      `\u202A${international}\u202C`,
      `+${callingCode} ${national.replace(/(..)/gu, '$1 ')}`,
      `+${callingCode} (${national.slice(0, 2)}) ${national.slice(2)}.`,
      `+${callingCode}-${national.replace(/(...)/gu, '$1\u2011')}`,
      `tel:${international}`,
      ...SCRIPTS.map((zero) => inScript(international, zero)),
      inScript(`＋${callingCode}${national}`, 0xff10),
    ];
  }

  it('is the same from every country, with a plus or 00', () => {
    for (const { national, e164 } of plain) {
      const sent = spellings(national).flatMap((typed) =>
        [country, '', 'SG', 'CA'].map((chosen) => parsed(typed, chosen)),
      );
      const dialed = ['FR', 'US'].map((chosen) => parsed(`00${callingCode}${national}`, chosen));
      expect(new Set([...sent, ...dialed])).toEqual(new Set([e164]));
      expect(spellings(national).filter((typed) => !isOwn(typed, '', e164.slice(1)))).toEqual([]);
    }
  });

  it('is the same in the country, with and without the trunk prefix', () => {
    for (const { national, e164 } of plain) {
      const typed = [national, `${typeof trunk === 'string' ? trunk : ''}${national}`].flatMap(
        (text) => [text, `\u2068${text}\u2069`, ...SCRIPTS.map((zero) => inScript(text, zero))],
      );
      expect(new Set(typed.map((text) => parsed(text, country)))).toEqual(new Set([e164]));
      expect(typed.filter((text) => !isOwn(text, country, e164.slice(1)))).toEqual([]);
    }
  });

  it('is the same without the plus, if it is not a national number too', () => {
    for (const { national, e164 } of plain) {
      const typed = callingCode + national;
      expect(isOwn(typed, country, e164.slice(1))).toBe(true);
      const isNationalToo =
        NATIONAL_TOO.includes(country) && parsed(typed, country) === parse(typed, country);
      if (!isNationalToo) expect([typed, parsed(typed, country)]).toEqual([typed, e164]);
    }
  });

  it('is the same or refused with the international prefix of every country', () => {
    for (const { national, e164 } of plain.slice(0, 1)) {
      const sent = PREFIXES.flatMap(({ chosen, prefixes }) =>
        prefixes.map((prefix) => [chosen, prefix, parsed(prefix + callingCode + national, chosen)]),
      );
      expect(sent.filter(([, , number]) => number !== null && number !== e164)).toEqual([]);
    }
  });
});
