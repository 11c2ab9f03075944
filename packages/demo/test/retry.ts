import { en } from '@threepid/core/messages/en';
import type { Locator, Page } from 'playwright-core';

/** The longest pause before the same is asked again, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/** Sees that it is tried again, and has the pause before that go by. */
export async function seeRetry(page: Page, within: Locator, see = async () => {}): Promise<void> {
  const retrying = within.getByText(en.busy.retrying);
  await retrying.waitFor();
  await see();
  await page.clock.fastForward(LONGEST_PAUSE);
  await retrying.waitFor({ state: 'detached' });
}
