import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { profiles, SYNAPSE_SETTINGS, type Settings } from '../../src/index.ts';

/** A row of the page: the profile, the setting and its value, as the page writes them. */
type Row = readonly [profile: string, setting: string, value: string];

const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');

/** The first three columns of the table, without its head; a profile is named in its first row alone. */
function rowsOfThePage(): readonly Row[] {
  const section = page.split(/^## /mu).find((text) => text.startsWith('Profiles\n')) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  let profile = '';
  return rows.map((row) => {
    const [, first = '', setting = '', value = ''] = row
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', ''));
    profile = first === '' ? profile : first;
    return [profile, setting, value];
  });
}

function rowsOf(profile: string, settings: Partial<Settings>): readonly Row[] {
  const rows = Object.entries(settings).flatMap(([setting, value]): readonly Row[] => {
    if (setting === 'refusals') return refusalsOf(profile, settings);
    // An answer that is too long for a cell.
    const shown = setting === 'authMetadata' ? '' : JSON.stringify(value);
    return [[profile, setting, shown]];
  });
  return rows.length === 0 ? [[profile, '', '']] : rows;
}

function refusalsOf(profile: string, { refusals = SYNAPSE_SETTINGS.refusals }: Partial<Settings>) {
  const ofSynapse = new Map(Object.entries(SYNAPSE_SETTINGS.refusals));
  return Object.entries(refusals).flatMap(([cause, refusal]): readonly Row[] =>
    String(refusal) === String(ofSynapse.get(cause))
      ? []
      : [[profile, `refusals.${cause}`, refusal.join(' ')]],
  );
}

it('docs/protocol.md says of each profile what differs from Synapse', () => {
  const rows = Object.entries(profiles).flatMap(([name, settings]) => rowsOf(name, settings));
  expect(rowsOfThePage()).toEqual(rows);
});

it('no profile says again what Synapse does', () => {
  for (const settings of Object.values<Partial<Settings>>(profiles)) {
    for (const [setting, value] of Object.entries(settings)) {
      expect(value).not.toEqual(Reflect.get(SYNAPSE_SETTINGS, setting));
    }
  }
});
