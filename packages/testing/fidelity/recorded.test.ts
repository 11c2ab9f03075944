import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYDENT, SYNAPSE } from '../synapse/programs.ts';
import { configurations } from './configurations.ts';
import { citedSteps, differentSteps, serversNamed, type StepNamed } from './documents.ts';
import { fileOf, readRecording, RECORDED } from './recording.ts';

const scenarios = configurations.flatMap((configuration) => configuration.scenarios);

describe('what was recorded', () => {
  it('is there for each scenario, and for nothing else', () => {
    const files = scenarios.map((scenario) => basename(fileOf(scenario)));
    expect(readdirSync(RECORDED).toSorted()).toEqual(files.toSorted());
  });

  it.each(scenarios)('comes from the servers that the tests run: $name', (scenario) => {
    expect(readRecording(scenario)).toMatchObject({
      synapse: SYNAPSE.version,
      sydent: SYDENT.version,
    });
  });
});

function isRecorded({ scenario, step }: StepNamed): boolean {
  const found = scenarios.find(({ name }) => name === scenario);
  return found !== undefined && (step === null || step in readRecording(found).steps);
}

describe('docs/fidelity.md', () => {
  it('is about the servers that the tests run', () => {
    expect(serversNamed()).toBe(`Synapse ${SYNAPSE.version} with Sydent ${SYDENT.version}`);
  });

  it.each(citedSteps())('shows what was recorded: $scenario, $step', (cited) => {
    expect(isRecorded(cited)).toBe(true);
  });

  it.each(differentSteps())('tells differences of what was recorded: $scenario, $step', (named) => {
    expect(isRecorded(named)).toBe(true);
  });
});
