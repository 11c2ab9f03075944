import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { profiles, SYNAPSE_SETTINGS, type Settings } from '../../src/index.ts';

/** A row of the page: the profile, the setting and its value, as the page writes them. */
type Row = readonly [profile: string, setting: string, value: string];

const page = readFileSync(new URL('../../../../docs/protocol/servers.md', import.meta.url), 'utf8');

/** The first two columns of the table under the heading of each profile. */
function rowsOnPage(): readonly Row[] {
  const section = page.split(/^## /mu).find((text) => text.startsWith('Profiles\n')) ?? '';
  const [, ...parts] = section.split(/^### /mu);
  return parts.flatMap((part): readonly Row[] => {
    const [heading = '', ...lines] = part.replaceAll('`', '').split('\n');
    const [, , ...rows] = lines.filter((line) => line.startsWith('|'));
    // A profile without a table does not differ from Synapse.
    if (rows.length === 0) return [[heading, '', '']];
    return rows.map((row) => {
      const [, setting = '', value = ''] = row.split('|').map((cell) => cell.trim());
      return [heading, setting, value];
    });
  });
}

function expectedRows(profile: string, settings: Partial<Settings>): readonly Row[] {
  const { errorCodes = {}, interactiveAuth = {}, ...others } = settings;
  const rows = [
    ...partsOf('errorCodes', errorCodes, (code) => [code].flat().join(' ')),
    // The metadata is too long for a cell, so the page leaves its value out.
    ...Object.entries(others).map(([name, value]) => [
      name,
      name === 'authMetadata' ? '' : JSON.stringify(value),
    ]),
    ...partsOf('interactiveAuth', interactiveAuth, JSON.stringify),
  ];
  if (rows.length === 0) return [[profile, '', '']];
  return rows.map(([setting = '', value = '']) => [profile, setting, value]);
}

/** The parts of a setting that differ from Synapse. */
function partsOf(
  setting: 'errorCodes' | 'interactiveAuth',
  parts: object | null,
  show: (value: unknown) => string,
): readonly string[][] {
  if (parts === null) return [[setting, 'null']];
  const ofSynapse = new Map<string, unknown>(Object.entries(SYNAPSE_SETTINGS[setting] ?? {}));
  return Object.entries(parts)
    .filter(([part, value]) => show(value) !== show(ofSynapse.get(part)))
    .map(([part, value]) => [`${setting}.${part}`, show(value)]);
}

it('docs/protocol/servers.md lists how each profile differs from Synapse', () => {
  const rows = Object.entries(profiles).flatMap(([name, settings]) => expectedRows(name, settings));
  expect(rowsOnPage()).toEqual(rows);
});

it('no profile repeats a setting of Synapse', () => {
  for (const settings of Object.values<Partial<Settings>>(profiles)) {
    for (const [setting, value] of Object.entries(settings)) {
      expect(value).not.toEqual(Reflect.get(SYNAPSE_SETTINGS, setting));
    }
  }
});
