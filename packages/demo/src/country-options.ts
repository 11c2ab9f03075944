import { countries } from '@threepid/core';

const names = new Intl.DisplayNames('en', { type: 'region' });

/** Every country with a calling code, sorted by name. */
export const countryOptions = countries
  .map(({ code, callingCode }) => ({ code, label: `${names.of(code)} (+${callingCode})` }))
  .sort((one, other) => one.label.localeCompare(other.label, 'en'));

/** The user's likely country, from the browser's language; empty if unknown. */
export const likelyCountry = knownRegion(navigator.language);

function knownRegion(language: string): string {
  const { region } = new Intl.Locale(language).maximize();
  return countries.find(({ code }) => code === region)?.code ?? '';
}
