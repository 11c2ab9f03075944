import { readFileSync } from 'node:fs';

/** One step of one scenario, as the docs name it. */
export interface StepReference {
  readonly scenario: string;
  /** Null for the whole scenario. */
  readonly step: string | null;
}

const page = readFileSync(new URL('../../../docs/fidelity.md', import.meta.url), 'utf8');

/** The servers that the docs are about, with their versions. */
export function documentedServers(): string | undefined {
  return /Synapse [\d.]+\d with Sydent [\d.]+\d/u.exec(page)?.[0];
}

/** The steps that the docs cite as proof: at least one under each entry. */
export function citedSteps(): readonly StepReference[] {
  const [, ...entries] = linesUnder('Documentation and observed behavior')
    .join('\n')
    .split('\n#### ');
  return entries.flatMap((entry) => {
    const [heading = '', ...lines] = entry.split('\n');
    const citations = lines.filter((line) => line.startsWith('- Recorded:'));
    // No scenario has such a name, so an entry without a citation fails the test.
    if (citations.length === 0) return [{ scenario: `none under "${heading}"`, step: '' }];
    return citations.map((line) => {
      const [, scenario = '', step = ''] = /^- Recorded: `([a-z-]+)`, (.+)$/u.exec(line) ?? [];
      return { scenario, step };
    });
  });
}

/** The steps to which the simulated homeserver responds differently, according to the docs. */
export function documentedDifferences(): readonly StepReference[] {
  const lines = linesUnder('Differences of the simulated homeserver');
  const [, , ...rows] = lines.filter((line) => line.startsWith('|'));
  return rows.flatMap((row) => {
    const [, scenario = '', steps = ''] = row.split('|').map((cell) => cell.trim());
    return steps.split('<br>').map((step) => ({
      scenario: scenario.replaceAll('`', ''),
      step: step === '' ? null : step,
    }));
  });
}

function linesUnder(heading: string): readonly string[] {
  const section = page.split(/^## /mu).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/fidelity.md has no section "${heading}"`);
  return section.split('\n');
}
