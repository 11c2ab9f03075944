import { isSupportedCountry, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/min';

export interface PhoneNumber {
  /** E.164 digits without plus. */
  readonly msisdn: string;
  /** The international format: `+33 6 11 22 33 44`. */
  readonly international: string;
}

const MAX_EMAIL_LENGTH = 500;

/** Returns null if Synapse cannot parse the address (`synapse/util/threepids.py`). */
export function canonicalEmail(typed: string): string | null {
  const [local, domain, ...rest] = typed.trim().split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return null;
  return `${caseFold(local)}@${domain.toLowerCase()}`;
}

/** Returns the canonical address, or null if Synapse rejects it. Removals use `canonicalEmail`. */
export function validEmail(typed: string): string | null {
  const address = canonicalEmail(typed);
  if (address === null || address.length < 3 || address.length > MAX_EMAIL_LENGTH) return null;
  return address;
}

/** The closest that JavaScript has to Unicode case folding: `ß` becomes `ss`. */
function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/**
 * Returns null if the number cannot be parsed as dialed from the country. A number in international
 * format needs no country. As in Synapse, numbers that cannot exist are accepted, for example short
 * ones.
 */
export function parsePhoneNumber(typed: string, country: string): PhoneNumber | null {
  try {
    const region = isSupportedCountry(country) ? country : undefined;
    const number = parsePhoneNumberWithError(typed, region);
    return { msisdn: number.number.slice(1), international: number.formatInternational() };
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
