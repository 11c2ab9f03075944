import { journeys, missingFor } from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { tellOnPage } from '../test/tell-on-page.ts';
import { openRealScene, PROVIDED } from './real-scene.ts';
import type { Real } from './use-real-demo.ts';

/** The rows of the flow as Element described it, and the early continue; the others are told on a real homeserver headless. */
const MAIN = [
  ...Array.from({ length: 16 }, (_, row) => `S${row + 1}: `),
  'who continues too early ',
];

const main = MAIN.flatMap((beginning) => {
  const told = journeys.filter(({ title }) => title.startsWith(beginning));
  if (told.length === 0) throw new Error(`There is no story "${beginning}…" any more`);
  return told;
});

/** Tells the main stories of the flow on that page. */
export function tellMainJourneys(real: Real, name: string, path: string): void {
  for (const journey of main) {
    it(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      task.meta.servers = real.demo.name;
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) skip(`for want of ${missing}`);
      const tellHere = async (page: Page) => {
        const scene = await openRealScene(page, path, real.demo);
        await tellOnPage(journey, page, scene, `test-results/failures/real ${name}`);
      };
      await real.onPage(tellHere, { reducedMotion: 'reduce' });
    });
  }
}
