import { journeys, missingFor } from '@threepid/testing/journeys';
import { afterAll, describe, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { PROVIDED, sceneOn } from './scene.ts';
import { tellOnPage } from './tell-on-page.ts';

const { lend } = useBrowser();

describe.each(PAGES)('told on the %s', (name, path) => {
  const leftOut: string[] = [];

  for (const journey of journeys) {
    it.concurrent(journey.title, async ({ skip }) => {
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) {
        leftOut.push(`Left out on the ${name}, for want of ${missing}: ${journey.title}`);
        skip();
      }
      await lend(path, (page) =>
        tellOnPage(journey, page, sceneOn(page), `test-results/failures/${name}`),
      );
    });
  }

  afterAll(() => {
    for (const line of leftOut) console.info(line);
  });
});
