import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurations } from '../fidelity/configurations.ts';
import { fileOf, printRecording } from '../fidelity/recording.ts';
import { perform } from '../fidelity/scenario.ts';
import { openSynapse, type RealWorld } from './world.ts';

describe.each(configurations)('real servers $name', ({ real, scenarios, sights = [] }) => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await openSynapse(real);
  });
  afterAll(() => world.close());

  it.for(scenarios)(
    'answer as recorded: $name',
    { meta: { isScenario: true } },
    async (scenario, { task: { meta } }) => {
      meta.servers = world.name;
      const steps = await perform(scenario, world);
      meta.comparisons = Object.keys(steps).length;
      await expect(printRecording(steps)).toMatchFileSnapshot(fileOf(scenario));
    },
  );

  for (const { title, look } of sights) it(`show that ${title}`, () => look(world));
});
