import { journeys, missingFor } from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { runOnPage } from '../test/run-on-page.ts';
import { openRealSetup, PROVIDED } from './real-setup.ts';
import type { RealDemoFixture } from './use-real-demo.ts';

/** The steps of the flow as Element documents it, and a user who continues too early. The other journeys run on a real homeserver without a page. */
const MAIN_TITLES = [
  ...Array.from({ length: 16 }, (_, row) => `S${row + 1}: `),
  'keeps the list and the pending address when the user continues too early',
];

const mainJourneys = MAIN_TITLES.flatMap((start) => {
  const found = journeys.filter(({ title }) => title.startsWith(start));
  if (found.length === 0) throw new Error(`No journey has a title that starts with "${start}"`);
  return found;
});

/** Runs the main journeys on that page. */
export function testMainJourneys(real: RealDemoFixture, name: string, path: string): void {
  for (const journey of mainJourneys) {
    it(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      task.meta.servers = real.demo.name;
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) skip(`needs ${missing}`);
      const run = async (page: Page) => {
        const setup = await openRealSetup(page, path, real.demo);
        await runOnPage(journey, page, setup, `test-results/failures/real ${name}`);
      };
      await real.onPage(run, { reducedMotion: 'reduce' });
    });
  }
}
