import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** A number in the two forms that an identity server answers with. */
export interface PhoneNumber {
  /** `33611223344` */
  readonly msisdn: string;
  /** `+33 6 11 22 33 44` */
  readonly international: string;
}

/** The number as it is dialled from that country; undefined for what is no number. */
export function parsePhoneNumber(typed: string, country: string): PhoneNumber | undefined {
  if (!isSupportedCountry(country)) return undefined;
  const number = parsePhoneNumberFromString(typed, country);
  if (number === undefined) return undefined;
  return { msisdn: number.number.slice(1), international: number.formatInternational() };
}
