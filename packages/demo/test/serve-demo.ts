import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The demo's URL, with a trailing slash. */
    demoUrl: string;
    /** The WebSocket URL of the browser that all tests share. */
    browserUrl: string;
  }
}

/** Builds the demo for production, and serves it and a browser until the tests end. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`No browser at ${CHROMIUM}: install Debian's package chromium.`);
  }
  // Vitest's NODE_ENV, so that the frameworks print their warnings.
  const options = { build: { outDir: 'test-results/pages' }, logLevel: 'warn' } as const;
  await build(options);
  const server = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } });
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
