import { journeys, missingFor } from '@threepid/testing/journeys';
import { describe, it } from 'vitest';
import { tellOnPage } from '../test/tell-on-page.ts';
import { openRealScene, PROVIDED } from './real-scene.ts';
import { canTest, useRealDemo } from './use-real-demo.ts';

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

const pages = [
  ['React page', 'react.html'],
  ['Vue page', 'vue.html'],
] as const;

const real = useRealDemo();

describe.runIf(canTest).each(pages)('told on a real homeserver, on the %s', (name, path) => {
  for (const journey of main) {
    it.concurrent(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      task.meta.servers = real.demo.name;
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) skip(`for want of ${missing}`);
      const context = await real.browser.newContext({ reducedMotion: 'reduce' });
      context.setDefaultTimeout(20_000);
      try {
        const page = await context.newPage();
        const scene = await openRealScene(page, path, real.demo);
        await tellOnPage(journey, page, scene, `test-results/failures/real ${name}`);
      } finally {
        await context.close();
      }
    });
  }
});
