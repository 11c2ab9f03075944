import { beforeAll, describe, expect, it } from 'vitest';
import { configurations } from './configurations.ts';
import { documentedDifferences } from './fidelity-docs.ts';
import type { JsonObject } from './json.ts';
import { readRecording } from './recording.ts';
import { runScenario, type Scenario } from './scenario.ts';
import { openSimulatedComparedHomeserver } from './simulated-compared-homeserver.ts';

const differences = documentedDifferences();
const differs = ({ name }: Scenario, step: string | null) =>
  differences.some((other) => other.scenario === name && other.step === step);

const cases = configurations.flatMap(({ scenarios, simulated, name }) =>
  scenarios
    .filter((scenario) => !differs(scenario, null))
    .map((scenario) => ({ scenario, simulated, title: `${scenario.name}, ${name}` })),
);

for (const { name, simulated, clientChecks = [] } of configurations) {
  for (const { title, run } of clientChecks) {
    it(`the simulated homeserver ${name}, client: ${title}`, () =>
      run(openSimulatedComparedHomeserver(simulated)));
  }
}

describe.each(cases)('the simulated homeserver: $title', ({ scenario, simulated }) => {
  const recorded = readRecording(scenario).steps;
  const steps = Object.keys(recorded);
  let results: JsonObject;
  beforeAll(async () => {
    results = await runScenario(scenario, openSimulatedComparedHomeserver(simulated));
  });

  it.each(steps.filter((step) => !differs(scenario, step)))('%s', (step) => {
    expect(results[step]).toEqual(recorded[step]);
  });

  it.each(steps.filter((step) => differs(scenario, step)))(
    '%s: differs, as docs/fidelity.md says',
    (step) => {
      expect(results[step]).not.toEqual(recorded[step]);
    },
  );

  it('has the recorded steps, in the same order', () => {
    expect(Object.keys(results)).toEqual(steps);
  });
});
