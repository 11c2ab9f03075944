import { countries, countryOf } from './countries.ts';
import type { Problem } from './homeserver/problem.ts';
import type { Entry, Medium } from './threepid.ts';

export type EntryResult =
  | { readonly entry: Entry; readonly problem?: never }
  | { readonly problem: Problem; readonly entry?: never };

/** RFC 5321's limit for the whole address. */
const MAX_EMAIL_LENGTH = 254;

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

/** Splits an international number into its country and the number as dialed inside that country. */
function nationalOf(international: string, country: string) {
  // "+33 (0)6 …": the zero in brackets is dialed inside the country only.
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

/** The address of a `mailto:` or `tel:` link, without its query. */
function readLink(link: string): string {
  const target = link.replace(/\?.*$/u, '').trim();
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
