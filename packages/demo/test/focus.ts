import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until the element has the focus. */
export async function focused(element: Locator): Promise<void> {
  await expect.poll(() => hasFocus(element)).toBe(true);
}

export async function hasFocus(element: Locator): Promise<boolean> {
  return (await element.count()) > 0 && element.evaluate((it) => it === document.activeElement);
}

/** Presses the key until the element has the focus. Throws if it never gets it. */
export async function tabTo(page: Page, element: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 50; presses += 1) {
    if (await hasFocus(element)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${element.toString()}`);
}
