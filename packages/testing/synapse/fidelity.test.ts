import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurations } from '../fidelity/configurations.ts';
import { fileOf, printRecording } from '../fidelity/recording.ts';
import { perform } from '../fidelity/scenario.ts';
import { openSynapse, type RealWorld } from './world.ts';

describe.each(configurations)('real servers $name', ({ real, scenarios }) => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await openSynapse(real);
  });
  afterAll(() => world.close());

  it.each(scenarios)('answer as recorded: $name', async (scenario) => {
    const steps = await perform(scenario, world);
    await expect(printRecording(steps)).toMatchFileSnapshot(fileOf(scenario));
  });
});
