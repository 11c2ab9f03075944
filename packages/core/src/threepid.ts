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
      /**
       * Digits as dialed inside the country, without plus and calling code. With both if no country has
       * the code, or if the number begins with digits that the homeserver may take for a prefix.
       */
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
  const { callingCode = '' } = countries.find(({ code }) => code === entry.country) ?? {};
  const { phoneNumber } = entry;
  if (!listed.address.startsWith(callingCode)) return phoneNumber === `+${listed.address}`;
  const national = listed.address.slice(callingCode.length);
  const digits = phoneNumber.replace('+', '');
  if (!digits.endsWith(national)) return false;
  const before = digits.slice(0, digits.length - national.length);
  const trunk = before.startsWith(callingCode) ? before.slice(callingCode.length) : before;
  return TRUNK.test(`${callingCode} ${trunk}`);
}

/**
 * A calling code, and the digits that may be dialed before a number inside the country. Any other digit
 * belongs to the number: in Germany, `1511…` and `511…` are two people's.
 */
const TRUNK = /^(?:\d+ 0?|692 1|(?:7|370|375|993) 8|375 80|36 06|55 0\d\d)$/u;

/** Unicode case folding as close as JavaScript gets: `Straße` and `STRASSE` are the same. */
function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase();
}
