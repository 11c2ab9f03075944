import { it } from 'vitest';
import { journeys, missingFor, tell } from '../../src/journeys/index.ts';
import type { TestHomeserver } from '../test-homeserver.ts';
import { openHeadlessScene, providedBy, type Extras } from './headless-scene.ts';

/**
 * Every story, told headless. `openWorld` is called for each, and may answer the same world each
 * time; what its extras cannot give leaves stories out, which is said.
 */
export function describeJourneys(
  openWorld: () => Promise<{ readonly world: TestHomeserver; readonly extras: Extras }>,
): void {
  for (const journey of journeys) {
    const { needs } = journey;
    it(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      const { world, extras } = await openWorld();
      task.meta.servers = world.name;
      const missing = missingFor(journey, providedBy(extras));
      if (missing !== null) skip(`for want of ${missing}`);
      const { leave, ...scene } = await openHeadlessScene(world, extras, needs);
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
}
