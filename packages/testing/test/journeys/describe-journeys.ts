import { afterAll, it } from 'vitest';
import { journeys, missingFor, tell } from '../../src/journeys/index.ts';
import type { World } from '../world.ts';
import { openHeadlessScene, providedBy, type Extras } from './headless-scene.ts';

/**
 * Every story, told headless. `openWorld` is called for each, and may answer the same world each
 * time; what its extras cannot give leaves stories out, which is said.
 */
export function describeJourneys(
  openWorld: () => Promise<{ readonly world: World; readonly extras: Extras }>,
): void {
  const leftOut: string[] = [];

  for (const journey of journeys) {
    it(journey.title, async ({ skip }) => {
      const { world, extras } = await openWorld();
      const missing = missingFor(journey, providedBy(extras));
      if (missing !== null) {
        leftOut.push(`Left out on ${world.name}, for want of ${missing}: ${journey.title}`);
        skip();
      }
      const { leave, ...scene } = await openHeadlessScene(world, extras);
      const notes: string[] = [];
      try {
        await tell(journey, scene, (line) => notes.push(line));
      } catch (error) {
        throw new Error(['The story went:', ...notes].join('\n  '), { cause: error });
      } finally {
        leave();
      }
    });
  }

  afterAll(() => {
    for (const line of leftOut) console.info(line);
  });
}
