import { countries } from '@threepid/core';

const names = new Intl.DisplayNames('en', { type: 'region' });

/** Every country that a phone number can be dialled from, by name. */
export const countryOptions = countries
  .map(({ code, callingCode }) => ({ code, label: `${names.of(code)} (+${callingCode})` }))
  .sort((one, other) => one.label.localeCompare(other.label, 'en'));

/** Where the person most likely is, by the browser's language; empty where it does not say. */
export const likelyCountry = knownRegion(navigator.language);

function knownRegion(language: string): string {
  const { region } = new Intl.Locale(language).maximize();
  return countries.find(({ code }) => code === region)?.code ?? '';
}
