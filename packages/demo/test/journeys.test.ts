import { journeys, missingFor } from '@threepid/testing/journeys';
import { afterAll, describe, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { PROVIDED, setupOn } from './page-setup.ts';
import { runOnPage } from './run-on-page.ts';

const { reuse } = useBrowser();

describe.each(PAGES)('journeys on the %s', (name, path) => {
  const skipped: string[] = [];

  for (const journey of journeys) {
    it.concurrent(journey.title, async ({ skip }) => {
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) {
        skipped.push(`Skipped on the ${name}, needs ${missing}: ${journey.title}`);
        skip();
      }
      await reuse(path, (page) =>
        runOnPage(journey, page, setupOn(page), `test-results/failures/${name}`),
      );
    });
  }

  afterAll(() => {
    for (const line of skipped) console.info(line);
  });
});
