import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';

export const PAGES = [
  ['React page', 'react.html'],
  ['Vue page', 'vue.html'],
] as const;

/** Provides pages in the browser that all tests share. */
export function useBrowser() {
  let browser: Browser;
  const idle: Page[] = [];

  beforeAll(async () => {
    browser = await chromium.connect(inject('browserUrl'));
  });
  afterAll(() => browser.close());

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(20_000);
    return await context.newPage();
  }

  return {
    /** Opens a page of the demo in a new browser context, for one test. */
    async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const page = await newPage(options);
      onTestFinished(() => page.context().close());
      await load(page, path);
      return page;
    },
    /**
     * Loads a page of the demo with a simulated clock in a reused browser context, for tests that run
     * concurrently. It takes half the time, and the demo keeps no state outside the page.
     */
    async reuse(path: string, use: (page: Page) => Promise<void>): Promise<void> {
      const page = idle.pop() ?? (await newPage({ reducedMotion: 'reduce' }));
      await page.clock.install();
      await load(page, path);
      await use(page);
      idle.push(page);
    },
  };
}

async function load(page: Page, path: string): Promise<void> {
  const url = new URL(path, inject('demoUrl'));
  url.searchParams.set('delay', '10');
  await page.goto(url.href);
}
