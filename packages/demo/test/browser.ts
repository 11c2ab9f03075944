import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';

export const CHROMIUM = '/usr/bin/chromium';

export const PAGES = [
  ['React page', 'react.html'],
  ['Vue page', 'vue.html'],
] as const;

/** A browser for the tests of one file; opens a page of the demo in a window of its own, for one test. */
export function useBrowser(): (path: string, options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser.close());

  return async (path, options) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(20_000);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(new URL(`${path}?delay=10`, inject('demoUrl')).href);
    return page;
  };
}
