import { it } from 'vitest';
import { journeys, missingFor, runJourney } from '../../src/journeys/index.ts';
import type { TestHomeserver } from '../test-homeserver.ts';
import { openHeadlessSetup, providedBy, type SetupOptions } from './headless-setup.ts';

/**
 * Defines a test for each story on the headless client. `open` is called for each story and may return
 * the same homeserver every time. A story is skipped, with the reason, if its needs are not provided.
 */
export function describeJourneys(
  open: () => Promise<{ readonly homeserver: TestHomeserver; readonly options: SetupOptions }>,
): void {
  for (const journey of journeys) {
    it(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      const { homeserver, options } = await open();
      task.meta.servers = homeserver.name;
      const missing = missingFor(journey, providedBy(options));
      if (missing !== null) skip(`needs ${missing}`);
      const { close, ...setup } = await openHeadlessSetup(homeserver, options, journey.needs);
      const notes: string[] = [];
      try {
        await runJourney(journey, setup, (line) => notes.push(line));
      } catch (error) {
        throw new Error(['The story failed after these steps:', ...notes].join('\n  '), {
          cause: error,
        });
      } finally {
        close();
      }
    });
  }
}
