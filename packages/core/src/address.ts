import { countries, countryOf } from './countries.ts';
import type { Problem } from './homeserver/problem.ts';

/** How a threepid is reached: `email`, or `msisdn` for a phone number (Matrix specification, appendices, "3PID Types"). */
export type Medium = 'email' | 'msisdn';

/** A third-party identifier: an email address, or a phone number as E.164 digits without plus. */
export interface Threepid {
  readonly medium: Medium;
  readonly address: string;
}

/** What a person entered, mended where the meaning is plain; what a token is requested for. */
export type Entry =
  | { readonly medium: 'email'; readonly address: string }
  | {
      readonly medium: 'msisdn';
      /** ISO 3166-1 alpha-2, upper case: where the number is dialled from. */
      readonly country: string;
      /** Digits as dialled inside the country: without plus and calling code; with both where no country has the code. */
      readonly phoneNumber: string;
    };

export type EntryResult =
  | { readonly entry: Entry; readonly problem?: never }
  | { readonly problem: Problem; readonly entry?: never };

/** RFC 5321's limit for the whole address. */
const MAX_EMAIL_LENGTH = 254;

/**
 * Reads what a person typed into the form.
 *
 * Only what cannot be meant is refused here, for strict validators turn real people away: the
 * homeserver decides. `country` matters for phone numbers alone, in either case of letters.
 */
export function readEntry(medium: Medium, address: string, country: string): EntryResult {
  return medium === 'email' ? readEmail(address) : readPhoneNumber(address, country);
}

function readEmail(typed: string): EntryResult {
  const address = unwrap(typed, 'mailto:');
  if (address === '') return { problem: { code: 'emailEmpty' } };
  if (address.length > MAX_EMAIL_LENGTH) return { problem: { code: 'emailTooLong' } };
  if (!/^[^\s@]+@[^\s@]+$/u.test(address)) return { problem: { code: 'emailMalformed' } };
  return { entry: { medium: 'email', address } };
}

function readPhoneNumber(typed: string, typedCountry: string): EntryResult {
  const country = typedCountry.trim().toUpperCase();
  if (!countries.some(({ code }) => code === country)) {
    return { problem: { code: 'countryUnknown' } };
  }
  const bare = unwrap(typed, 'tel:');
  if (bare === '') return { problem: { code: 'phoneEmpty' } };
  const digits = bare.replace(/\D/gu, '');
  if (digits === '' || /\p{L}/u.test(bare)) return { problem: { code: 'phoneMalformed' } };
  if (!/^\(?\+|^00/u.test(bare))
    return { entry: { medium: 'msisdn', country, phoneNumber: digits } };
  const entry = { medium: 'msisdn', ...nationalOf(bare, country) } as const;
  return entry.phoneNumber === '' ? { problem: { code: 'phoneMalformed' } } : { entry };
}

/** The number goes out as it is dialled inside its country, without plus and calling code. */
function nationalOf(international: string, country: string) {
  // "+33 (0)6 …": the bracketed zero is dialled inside the country only.
  const digits = international.replace(/\(0\)|\D/gu, '').replace(/^00/u, '');
  const home = countryOf(digits, country);
  if (home === undefined) return { country, phoneNumber: digits && `+${digits}` };
  return { country: home.code, phoneNumber: digits.slice(home.callingCode.length) };
}

/** Takes an address out of what is often pasted with it: `Alice <alice@example.org>`, `mailto:`, brackets, quotes. */
function unwrap(typed: string, scheme: string): string {
  const inAngles = /<([^<>]*)>/u.exec(typed)?.[1] ?? typed;
  const listed = inAngles.trim().replace(/[,;]+$/u, '');
  const bare = /^(?:"(.*)"|'(.*)'|\((.*)\)|\[(.*)\])$/u.exec(listed)?.slice(1).join('') ?? listed;
  return bare.toLowerCase().startsWith(scheme) ? readLink(bare.slice(scheme.length)) : bare.trim();
}

/** What a link leads to, without what it wants done there. */
function readLink(link: string): string {
  const target = link.replace(/\?.*$/u, '').trim();
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Whether the homeserver's list has what the person entered. */
export function hasEntry(
  threepids: readonly Threepid[],
  entry: Entry,
  msisdn: string | null,
): boolean {
  return threepids.some((listed) => isSameThreepid(listed, entry, msisdn));
}

/**
 * Whether a threepid of the homeserver's list is the one that the person entered.
 *
 * The list holds canonical forms: email addresses case-folded, phone numbers as E.164 digits
 * (Matrix specification, appendices, "3PID Types"). `msisdn` is the number as the homeserver parsed
 * it, where it said so; otherwise the entered one is put together with its calling code.
 */
export function isSameThreepid(listed: Threepid, entry: Entry, msisdn: string | null): boolean {
  if (listed.medium !== entry.medium) return false;
  if (entry.medium === 'email') return caseFold(listed.address) === caseFold(entry.address);
  if (msisdn !== null) return listed.address === msisdn;
  const code = countries.find((country) => country.code === entry.country)?.callingCode;
  const { phoneNumber } = entry;
  if (phoneNumber.startsWith('+')) return listed.address === phoneNumber.slice(1);
  // With the zero that some countries dial before a national number, and some keep after the code.
  return [phoneNumber, phoneNumber.replace(/^0/u, '')].some(
    (national) => listed.address === `${code}${national}`,
  );
}

/** Unicode case folding as near as JavaScript has it: `Straße` and `STRASSE` are one. */
function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** Whether two entries ask for a token for the same address, so that the second asks for nothing new. */
export function isSameEntry(one: Entry, other: Entry): boolean {
  if (one.medium === 'email') return other.medium === 'email' && one.address === other.address;
  return (
    other.medium === 'msisdn' &&
    one.country === other.country &&
    one.phoneNumber === other.phoneNumber
  );
}

/** Whether two threepids of the homeserver's list are one, to the letter. */
export function isEqualThreepid(one: Threepid, other: Threepid): boolean {
  return one.medium === other.medium && one.address === other.address;
}
