import { countries, countryOf } from './countries.ts';
import type { Problem } from './homeserver/problem.ts';
import type { Entry, Medium } from './threepid.ts';
import { asciiDigits, cleanText, trimText } from './typed-text.ts';

export type EntryResult =
  | { readonly entry: Entry; readonly problem?: never }
  | { readonly problem: Problem; readonly entry?: never };

/** RFC 5321's limit for the whole address. */
const MAX_EMAIL_LENGTH = 254;

/**
 * Rejects blanks, control characters, placeholders of lost characters, and ASCII punctuation that mail
 * allows nowhere but in quotes. The domain has letters, digits, `.`, `-`, and the rest of an IP address.
 */
const EMAIL =
  /^(?:"[^@"\s\p{Cc}]+"|[^\s"(),:;<>@[\\\]\p{Cc}\p{Cs}\uFFF9-\uFFFD]+)@[^\s!-,/;-@\\^`{-\x7F\p{Cc}\p{Cs}\uFFF9-\uFFFD]+$/u;

/**
 * Reads what the user typed into the form.
 *
 * Rejects only input that cannot be an address, because strict validators turn real users away. The
 * homeserver has the final say. `country` matters for phone numbers only, in upper or lower case.
 */
export function readEntry(medium: Medium, address: string, country: string): EntryResult {
  return medium === 'email' ? readEmail(address) : readPhoneNumber(address, country);
}

function readEmail(typed: string): EntryResult {
  const address = unwrap(typed, 'mailto:');
  if (address === '') return { problem: { code: 'emailEmpty' } };
  if (address.length > MAX_EMAIL_LENGTH) return { problem: { code: 'emailTooLong' } };
  if (!EMAIL.test(address)) return { problem: { code: 'emailMalformed' } };
  return { entry: { medium: 'email', address } };
}

const MALFORMED: EntryResult = { problem: { code: 'phoneMalformed' } };

/** Digits, and the characters that group them. A comma or semicolon would begin an extension. */
const GROUPED_DIGITS = /^(?=.*\d)[\d\s'()\-./:[\]_~\xB7\u2022\u30FB]+$/u;

/**
 * Countries where another international prefix begins with these digits, so that they have two
 * meanings: `001 65…` calls Singapore from Korea, and Jamaica if read as `00`. The user types a plus.
 */
const TWO_MEANINGS = /^(?:(?:AU|B[OR]|C[COX]|GY|HK|ID|JP|K[EHR]|MN|NG|SG|T[HWZ]|UG)0|CV|SC|WS)0/u;

function readPhoneNumber(typed: string, typedCountry: string): EntryResult {
  const text = unwrap(asciiDigits(typed), 'tel:');
  const country = countries.find(({ code }) => code === typedCountry.trim().toUpperCase());
  const hasPlus = text.startsWith('+');
  // A plus says that the country is part of the number.
  if (!hasPlus && country === undefined) return { problem: { code: 'countryUnknown' } };
  if (text === '') return { problem: { code: 'phoneEmpty' } };
  const number = text.replace(/^\++/u, '');
  if (!GROUPED_DIGITS.test(number)) return MALFORMED;
  const digits = number.replace(/\D/gu, '');
  if (hasPlus || country === undefined) return readInternational(number, country?.code ?? '');
  const { code, callingCode } = country;
  if (TWO_MEANINGS.test(code + digits)) return MALFORMED;
  // So long, a number that begins with its own calling code has no other meaning (`491511…` in
  // Germany). The homeserver decides about shorter ones.
  const isLong = digits.length + callingCode.length > 13;
  if (digits.startsWith('00') || (isLong && digits.startsWith(callingCode))) {
    return readInternational(number, code);
  }
  return { entry: { medium: 'msisdn', country: code, phoneNumber: withoutTrunk(code, digits) } };
}

/** Splits an international number into its country and the number as dialed inside that country. */
function readInternational(number: string, country: string): EntryResult {
  // "+33 (0)6 …": the zero in brackets is dialed inside the country only, except where numbers keep it.
  const keepsZero = /^\D*(?:00)?(?:39|378|225|229|24[12])/u.test(number);
  const digits = number.replace(keepsZero ? /\D/gu : /\(\s*0\s*\)|\D/gu, '').replace(/^00/u, '');
  if (digits === '' || digits.startsWith('0')) return MALFORMED;
  const home = countryOf(digits, country);
  if (home === undefined) {
    return country === ''
      ? { problem: { code: 'countryUnknown' } }
      : { entry: { medium: 'msisdn', country, phoneNumber: `+${digits}` } };
  }
  const { code, callingCode } = home;
  const national = withoutTrunk(code, digits.slice(callingCode.length));
  if (national === '') return MALFORMED;
  // As a number dialed inside the country, it would begin with a prefix.
  const isPrefixed = /^[018]/u.test(national) || national.startsWith(callingCode);
  const phoneNumber = isPrefixed ? `+${callingCode}${national}` : national;
  return { entry: { medium: 'msisdn', country: code, phoneNumber } };
}

/** The digits before a Mexican or Colombian number, which has ten. Homeservers take them for a part of it. */
function withoutTrunk(country: string, national: string): string {
  return country === 'MX' || country === 'CO'
    ? national.replace(/^(?:0\d{0,2}|1)(?=\d{10}$)/u, '')
    : national;
}

/** Takes an address out of what is often pasted with it: `Alice <alice@example.org>`, `mailto:`, brackets, quotes. */
function unwrap(typed: string, scheme: string): string {
  const text = cleanText(typed);
  const address = trimText(/<([^<>]*)>/u.exec(text)?.[1] ?? text);
  return address.toLowerCase().startsWith(scheme)
    ? unwrap(readLink(address.slice(scheme.length)), scheme)
    : address;
}

/** The address of a `mailto:` or `tel:` link, without its query. */
function readLink(link: string): string {
  const target = link.replace(/\?.*$/u, '');
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
