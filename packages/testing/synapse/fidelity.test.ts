import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurations } from '../fidelity/configurations.ts';
import { fileOf, printRecording } from '../fidelity/recording.ts';
import { runScenario } from '../fidelity/scenario.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';

describe.each(configurations)('real servers $name', ({ real, scenarios, clientChecks = [] }) => {
  let homeserver: RealHomeserver;
  beforeAll(async () => {
    homeserver = await openSynapse(real);
  });
  afterAll(() => homeserver.close());

  it.for(scenarios)(
    'respond as recorded: $name',
    { meta: { isScenario: true } },
    async (scenario, { task: { meta } }) => {
      meta.servers = homeserver.name;
      const steps = await runScenario(scenario, homeserver);
      meta.comparisons = Object.keys(steps).length;
      await expect(printRecording(steps)).toMatchFileSnapshot(fileOf(scenario));
    },
  );

  for (const { title, run } of clientChecks) it(`client: ${title}`, () => run(homeserver));
});
