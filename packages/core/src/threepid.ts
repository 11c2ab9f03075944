import { countries } from './countries.ts';

/** How a threepid is reached: `email`, or `msisdn` for a phone number (specification, appendices, "3PID Types"). */
export type Medium = 'email' | 'msisdn';

/** A third-party identifier: an email address, or a phone number as E.164 digits without plus. */
export interface Threepid {
  readonly medium: Medium;
  readonly address: string;
}

/** What the user entered, cleaned up if the meaning is clear: the address that a token is requested for. */
export type Entry =
  | { readonly medium: 'email'; readonly address: string }
  | {
      readonly medium: 'msisdn';
      /** ISO 3166-1 alpha-2, upper case: the country that the number is dialed from. */
      readonly country: string;
      /** Digits as dialed inside the country, without plus and calling code; with both if no country has the code. */
      readonly phoneNumber: string;
    };

/** Whether two threepids of the homeserver's list are identical, character for character. */
export function isEqualThreepid(one: Threepid, other: Threepid): boolean {
  return one.medium === other.medium && one.address === other.address;
}

/** Whether two entries request a token for the same address, so that the second needs no request. */
export function isSameEntry(one: Entry, other: Entry): boolean {
  if (one.medium === 'email') return other.medium === 'email' && one.address === other.address;
  return (
    other.medium === 'msisdn' &&
    one.country === other.country &&
    one.phoneNumber === other.phoneNumber
  );
}

/** Whether the homeserver's list contains what the user entered. */
export function hasEntry(
  threepids: readonly Threepid[],
  entry: Entry,
  msisdn: string | null,
): boolean {
  return threepids.some((listed) => isSameThreepid(listed, entry, msisdn));
}

/**
 * Whether a threepid of the homeserver's list is the one that the user entered.
 *
 * The list holds canonical forms: email addresses case-folded, phone numbers as E.164 digits
 * (specification, appendices, "3PID Types"). `msisdn` is the number as the homeserver parsed it, or
 * null if it did not say; the entered number is then combined with its calling code.
 */
export function isSameThreepid(listed: Threepid, entry: Entry, msisdn: string | null): boolean {
  if (listed.medium !== entry.medium) return false;
  if (entry.medium === 'email') return caseFold(listed.address) === caseFold(entry.address);
  if (msisdn !== null) return listed.address === msisdn;
  const code = countries.find((country) => country.code === entry.country)?.callingCode;
  const { phoneNumber } = entry;
  if (phoneNumber.startsWith('+')) return listed.address === phoneNumber.slice(1);
  // Some countries dial a zero before a national number, and some keep it after the calling code.
  return [phoneNumber, phoneNumber.replace(/^0/u, '')].some(
    (national) => listed.address === `${code}${national}`,
  );
}

/** Unicode case folding as close as JavaScript gets: `Straße` and `STRASSE` are the same. */
function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase();
}
