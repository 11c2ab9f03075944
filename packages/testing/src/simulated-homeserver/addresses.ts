import { isSupportedCountry, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/min';

export interface PhoneNumber {
  /** E.164 digits without plus. */
  readonly msisdn: string;
  /** As one writes it internationally: `+33 6 11 22 33 44`. */
  readonly international: string;
}

const MAX_EMAIL_LENGTH = 500;

/** Null where Synapse cannot parse the address (`synapse/util/threepids.py`). */
export function canonicalEmail(typed: string): string | null {
  const [local, domain, ...rest] = typed.trim().split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return null;
  return `${caseFold(local)}@${domain.toLowerCase()}`;
}

/** The canonical address; null also where Synapse would send no mail there. A removal is less strict. */
export function validEmail(typed: string): string | null {
  const address = canonicalEmail(typed);
  if (address === null || address.length < 3 || address.length > MAX_EMAIL_LENGTH) return null;
  return address;
}

/** Unicode case folding as near as JavaScript has it: `ß` becomes `ss`. */
function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/**
 * Null where the number cannot be parsed as dialled from the country; one in international form can
 * be dialled from anywhere. No other check is made, as in Synapse: numbers that nobody has, too
 * short ones for instance, are parsed as well.
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
