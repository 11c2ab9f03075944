import { beforeAll, describe, expect, it } from 'vitest';
import { configurations } from './configurations.ts';
import { differentSteps } from './documents.ts';
import type { JsonObject } from './json.ts';
import { readRecording } from './recording.ts';
import { perform, type Scenario } from './scenario.ts';
import { openSimulatedSubject } from './simulated-subject.ts';

const differences = differentSteps();
const differs = ({ name }: Scenario, step: string | null) =>
  differences.some((other) => other.scenario === name && other.step === step);

const compared = configurations.flatMap(({ scenarios, simulated, name }) =>
  scenarios
    .filter((scenario) => !differs(scenario, null))
    .map((scenario) => ({ scenario, simulated, title: `${scenario.name}, ${name}` })),
);

for (const { name, simulated, sights = [] } of configurations) {
  for (const { title, look } of sights) {
    it(`the simulated homeserver ${name} shows that ${title}`, () =>
      look(openSimulatedSubject(simulated)));
  }
}

describe.each(compared)('the simulated homeserver: $title', ({ scenario, simulated }) => {
  const recorded = readRecording(scenario).steps;
  const steps = Object.keys(recorded);
  let observed: JsonObject;
  beforeAll(async () => {
    observed = await perform(scenario, openSimulatedSubject(simulated));
  });

  it.each(steps.filter((step) => !differs(scenario, step)))('%s', (step) => {
    expect(observed[step]).toEqual(recorded[step]);
  });

  it.each(steps.filter((step) => differs(scenario, step)))(
    '%s: differs, as docs/fidelity.md says',
    (step) => {
      expect(observed[step]).not.toEqual(recorded[step]);
    },
  );

  it('has every recorded step, in the same order', () => {
    expect(Object.keys(observed)).toEqual(steps);
  });
});
