import { readFileSync } from 'node:fs';

/** One step of one scenario, as the docs name it. */
export interface StepNamed {
  readonly scenario: string;
  /** Null for the whole scenario. */
  readonly step: string | null;
}

const page = readFileSync(new URL('../../../docs/fidelity.md', import.meta.url), 'utf8');

/** The servers that the docs are about, with their versions. */
export function serversNamed(): string | undefined {
  return /Synapse [\d.]+\d with Sydent [\d.]+\d/u.exec(page)?.[0];
}

/** The steps that the docs show as proof of what they say. */
export function citedSteps(): readonly StepNamed[] {
  const cells = rowsUnder('What is written, and what is done').map((cells) => cells.at(-1) ?? '');
  return cells.flatMap(lines).map((line) => {
    const [, scenario = '', step = ''] = /^`([a-z-]+)`: (.+)$/u.exec(line) ?? [];
    return { scenario, step };
  });
}

/** The steps to which the docs say that the simulated homeserver answers otherwise. */
export function differentSteps(): readonly StepNamed[] {
  return rowsUnder('Where the simulated homeserver differs').flatMap(
    ([scenario = '', steps = '']) =>
      lines(steps).map((step) => ({
        scenario: scenario.replaceAll('`', ''),
        step: step === '' ? null : step,
      })),
  );
}

/** The cells of the table in this section, without its head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /mu).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function lines(cell: string): readonly string[] {
  return cell.split('<br>');
}
