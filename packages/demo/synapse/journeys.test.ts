import { journeys, missingFor } from '@threepid/testing/journeys';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/chromium.ts';
import { tellOnPage } from '../test/tell-on-page.ts';
import { openRealDemo, type RealDemo } from './open-real-demo.ts';
import { openRealScene, PROVIDED } from './real-scene.ts';

const canTest = existsSync(CHROMIUM) || process.env['CI'] !== undefined;

/** The rows of the flow as Element described it; the others are told on a real homeserver headless. */
const MAIN = /^S\d+: |^who continues too early /u;

const pages = [
  ['React page', 'react.html'],
  ['Vue page', 'vue.html'],
] as const;

let demo: RealDemo;
let browser: Browser;

beforeAll(async () => {
  if (!canTest) return;
  demo = await openRealDemo();
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
});
afterAll(async () => {
  if (!canTest) return;
  await browser.close();
  await demo.close();
});

describe.runIf(canTest).each(pages)('told on a real homeserver, on the %s', (name, path) => {
  for (const journey of journeys.filter(({ title }) => MAIN.test(title))) {
    it.concurrent(journey.title, { meta: { isJourney: true } }, async ({ skip, task }) => {
      task.meta.servers = demo.name;
      const missing = missingFor(journey, PROVIDED);
      if (missing !== null) skip(`for want of ${missing}`);
      const context = await browser.newContext({ reducedMotion: 'reduce' });
      context.setDefaultTimeout(20_000);
      try {
        const page = await context.newPage();
        const scene = await openRealScene(page, path, demo);
        await tellOnPage(journey, page, scene, `test-results/failures/real ${name}`);
      } finally {
        await context.close();
      }
    });
  }
});
