import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYDENT, SYNAPSE } from '../synapse/programs.ts';
import { configurations } from './configurations.ts';
import {
  citedSteps,
  documentedDifferences,
  documentedServers,
  type StepReference,
} from './fidelity-docs.ts';
import { fileOf, readRecording, RECORDED } from './recording.ts';

const scenarios = configurations.flatMap((configuration) => configuration.scenarios);

describe('the recordings', () => {
  it('exist for each scenario, and for nothing else', () => {
    const files = scenarios.map((scenario) => basename(fileOf(scenario)));
    expect(readdirSync(RECORDED).toSorted()).toEqual(files.toSorted());
  });

  it.each(scenarios)('come from the server versions that the tests run: $name', (scenario) => {
    expect(readRecording(scenario)).toMatchObject({
      synapse: SYNAPSE.version,
      sydent: SYDENT.version,
    });
  });
});

function isRecorded({ scenario, step }: StepReference): boolean {
  const found = scenarios.find(({ name }) => name === scenario);
  return found !== undefined && (step === null || step in readRecording(found).steps);
}

describe('docs/fidelity.md', () => {
  it('names the server versions that the tests run', () => {
    expect(documentedServers()).toBe(`Synapse ${SYNAPSE.version} with Sydent ${SYDENT.version}`);
  });

  it.each(citedSteps())('cites a recorded step: $scenario, $step', (cited) => {
    expect(isRecorded(cited)).toBe(true);
  });

  it.each(documentedDifferences())(
    'lists a difference from a recorded step: $scenario, $step',
    (difference) => {
      expect(isRecorded(difference)).toBe(true);
    },
  );
});
