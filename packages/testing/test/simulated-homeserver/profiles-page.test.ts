import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { profiles, SYNAPSE_SETTINGS, type Settings } from '../../src/index.ts';

/** A row of the page, with the text of its cells. */
type Row = readonly [profile: string, setting: string, value: string];

const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');

/** The first three columns of the table, without its head. Only the first row of a profile names it. */
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
  const { errorCodes = {}, interactiveAuth = {}, ...others } = settings;
  const rows = [
    ...partsOf('errorCodes', errorCodes, (matrixError) => [matrixError].flat().join(' ')),
    // The value of `authMetadata` is too long for a cell, so the page omits it.
    ...Object.entries(others).map(([name, value]) => [
      name,
      name === 'authMetadata' ? '' : JSON.stringify(value),
    ]),
    ...partsOf('interactiveAuth', interactiveAuth, JSON.stringify),
  ];
  if (rows.length === 0) return [[profile, '', '']];
  return rows.map(([setting = '', value = '']) => [profile, setting, value]);
}

/** The parts of a setting that differ from Synapse's. */
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

it('docs/protocol.md lists how each profile differs from Synapse', () => {
  const rows = Object.entries(profiles).flatMap(([name, settings]) => rowsOf(name, settings));
  expect(rowsOfThePage()).toEqual(rows);
});

it('no profile repeats a setting of Synapse', () => {
  for (const settings of Object.values<Partial<Settings>>(profiles)) {
    for (const [setting, value] of Object.entries(settings)) {
      expect(value).not.toEqual(Reflect.get(SYNAPSE_SETTINGS, setting));
    }
  }
});
