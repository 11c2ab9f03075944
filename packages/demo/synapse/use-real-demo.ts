import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/chromium.ts';
import { openRealDemo, serveBuiltPages, type RealDemo } from './open-real-demo.ts';

export type RealDemoFixture = ReturnType<typeof useRealDemo>;

/** In CI a missing browser is a failure. Elsewhere the tests are skipped. */
const canTest = existsSync(CHROMIUM) || process.env['CI'] !== undefined;

/** Starts one demo and one browser for all tests, because each takes seconds to start. */
export function useRealDemo() {
  let demo: RealDemo | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    if (!canTest) return;
    demo = await openDemo();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  beforeEach(({ skip }) => {
    if (!canTest) skip("needs Debian's Chromium: apt-get install chromium");
  });
  afterAll(async () => {
    // One of them is undefined if the other failed to start.
    await browser?.close();
    await demo?.close();
  });

  return {
    get demo() {
      if (demo === undefined) throw new Error('The demo has not started');
      return demo;
    },
    /** Calls `use` with a page in a new browser context, and closes the context afterwards. */
    async onPage(
      use: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> {
      if (browser === undefined) throw new Error('The browser has not started');
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
 * With this seed, single sign-on is the first flow of accounts that have it. In this order, another
 * account that signs on makes the session unusable for a password, so the test is stricter.
 */
async function openDemo(): Promise<RealDemo> {
  vi.stubEnv('PYTHONHASHSEED', '1');
  try {
    return await openRealDemo({ singleSignOn: true }, serveBuiltPages);
  } finally {
    vi.unstubAllEnvs();
  }
}
