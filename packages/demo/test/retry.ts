import { en } from '@threepid/core/messages/en';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** Longer than any delay before a retry, in milliseconds. */
const LONGEST_DELAY = 30_000;

/** Waits until a retry is announced, calls `see`, and lets the delay before the retry pass. */
export async function seeRetry(page: Page, within: Locator, see = async () => {}): Promise<void> {
  await within.getByText(en.busy.retrying).waitFor();
  await see();
  const requests = page.getByRole('region', { name: 'Requests' }).getByRole('listitem');
  const before = await requests.count();
  await page.clock.fastForward(LONGEST_DELAY);
  // The text disappears only during one request, which is too short to wait for.
  await eventually(async () => expect(await requests.count()).toBeGreaterThan(before));
}
