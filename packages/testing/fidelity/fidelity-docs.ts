import { readFileSync } from 'node:fs';

/** A step of a scenario, as docs/fidelity.md names it. */
export interface StepReference {
  readonly scenario: string;
  /** Null for the whole scenario. */
  readonly step: string | null;
}

const page = readFileSync(new URL('../../../docs/fidelity.md', import.meta.url), 'utf8');

/** The servers that the page names, with their versions. */
export function documentedServers(): string | undefined {
  return /Synapse [\d.]+\d with Sydent [\d.]+\d/u.exec(page)?.[0];
}

/** The steps that the page cites as evidence. */
export function citedSteps(): readonly StepReference[] {
  const cells = rowsUnder('What is written, and what is done').map((cells) => cells.at(-1) ?? '');
  return cells.flatMap(lines).map((line) => {
    const [, scenario = '', step = ''] = /^`([a-z-]+)`: (.+)$/u.exec(line) ?? [];
    return { scenario, step };
  });
}

/** The steps to which the simulated homeserver responds differently, according to the page. */
export function documentedDifferences(): readonly StepReference[] {
  return rowsUnder('Where the simulated homeserver differs').flatMap(
    ([scenario = '', steps = '']) =>
      lines(steps).map((step) => ({
        scenario: scenario.replaceAll('`', ''),
        step: step === '' ? null : step,
      })),
  );
}

/** The cells of the table in this section, without its header. */
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
