import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/chromium.ts';
import { openRealDemo, serveBuiltPages, type RealDemo } from './open-real-demo.ts';

export type Real = ReturnType<typeof useRealDemo>;

/** Where CI runs, a browser that is missing is a failure. */
const canTest = existsSync(CHROMIUM) || process.env['CI'] !== undefined;

/** The one demo and the one browser of all tests, which take seconds to start. */
export function useRealDemo() {
  let demo: RealDemo | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    if (!canTest) return;
    demo = await openDemo();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  beforeEach(({ skip }) => {
    if (!canTest) skip("for want of Debian's Chromium: apt-get install chromium");
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
    /** Uses a page in a window of its own, which is closed then. */
    async onPage(
      use: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> {
      if (browser === undefined) throw new Error('No browser runs yet');
      const context = await browser.newContext(options);
      context.setDefaultTimeout(20_000);
      try {
        await use(await context.newPage());
      } finally {
        await context.close();
      }
    },
  };
}

/**
 * With that seed single sign-on is the first flow of whoever has it, which is the harder order:
 * another account that signs on then spoils the session for a password.
 */
async function openDemo(): Promise<RealDemo> {
  vi.stubEnv('PYTHONHASHSEED', '1');
  try {
    return await openRealDemo({ singleSignOn: true }, serveBuiltPages);
  } finally {
    vi.unstubAllEnvs();
  }
}
