import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/chromium.ts';
import { openRealDemo, type RealDemo } from './open-real-demo.ts';

/** Where CI runs, a browser that is missing is a failure. */
export const canTest = existsSync(CHROMIUM) || process.env['CI'] !== undefined;

/** The one demo and the one browser of all tests of a file; there once the first of them runs. */
export function useRealDemo(open: () => Promise<RealDemo> = openRealDemo) {
  let demo: RealDemo | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    if (!canTest) return;
    demo = await open();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    // Where one of them did not start, the other one ends all the same.
    await browser?.close();
    await demo?.close();
  });

  return {
    get demo() {
      if (demo === undefined) throw new Error('No demo runs yet');
      return demo;
    },
    get browser() {
      if (browser === undefined) throw new Error('No browser runs yet');
      return browser;
    },
  };
}
