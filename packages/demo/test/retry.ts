import { en } from '@threepid/core/messages/en';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** The longest pause before the same is asked again, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/** Sees that it is tried again, and has the pause before that go by. */
export async function seeRetry(page: Page, within: Locator, see = async () => {}): Promise<void> {
  await within.getByText(en.busy.retrying).waitFor();
  await see();
  const answers = page.getByRole('region', { name: 'Requests' }).getByRole('listitem');
  const before = await answers.count();
  await page.clock.fastForward(LONGEST_PAUSE);
  // Where that fails too, the words are away for the time of one answer alone, which nobody need see.
  await eventually(async () => expect(await answers.count()).toBeGreaterThan(before));
}
