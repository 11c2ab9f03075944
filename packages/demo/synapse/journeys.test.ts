import { journeys, missingFor } from '@threepid/testing/journeys';
import { describe, it } from 'vitest';
import { tellOnPage } from '../test/tell-on-page.ts';
import { openRealScene, PROVIDED } from './real-scene.ts';
import { canTest, useRealDemo } from './use-real-demo.ts';

/** The rows of the flow as Element described it; the others are told on a real homeserver headless. */
const MAIN = /^S\d+: |^who continues too early /u;

const pages = [
  ['React page', 'react.html'],
  ['Vue page', 'vue.html'],
] as const;

const real = useRealDemo();

describe.runIf(canTest).each(pages)('told on a real homeserver, on the %s', (name, path) => {
  for (const journey of journeys.filter(({ title }) => MAIN.test(title))) {
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
