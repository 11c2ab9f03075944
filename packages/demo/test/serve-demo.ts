import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the demo is, with a slash at its end. */
    demoUrl: string;
    /** Where the browser is that all tests share. */
    browserUrl: string;
  }
}

/** Builds the demo as it would be put on a web server, and serves it and a browser until the tests are over. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no browser at ${CHROMIUM}: install Debian's package chromium.`);
  }
  // With Vitest's own NODE_ENV, so that the frameworks warn of what is wrong.
  const place = { build: { outDir: 'test-results/pages' }, logLevel: 'warn' } as const;
  await build(place);
  const server = await preview({ ...place, preview: { host: '127.0.0.1', port: 0 } });
  const [demoUrl = ''] = server.resolvedUrls?.local ?? [];
  provide('demoUrl', demoUrl);

  const browser = await chromium.launchServer({
    executablePath: CHROMIUM,
    host: '127.0.0.1',
    args: CHROMIUM_FLAGS,
  });
  provide('browserUrl', browser.wsEndpoint());

  return async () => {
    await browser.close();
    await server.close();
  };
}
