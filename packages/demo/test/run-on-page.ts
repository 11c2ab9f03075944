import { runJourney, type Journey, type JourneySetup } from '@threepid/testing/journeys';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsoleMessage, Page } from 'playwright-core';

/**
 * Runs the story on a page of the demo. If it fails, the folder gets a screenshot and a log of the
 * user's steps, the machines' events and the requests, and the error names both files.
 */
export async function runOnPage(
  journey: Journey,
  page: Page,
  setup: JourneySetup,
  folder: string,
): Promise<void> {
  const log: string[] = [];
  const keepMessage = (message: ConsoleMessage) => log.push(`  ${message.text()}`);
  const keepError = (error: Error) => log.push(`  ${String(error)}`);
  page.on('console', keepMessage).on('pageerror', keepError);
  try {
    await runJourney(journey, setup, (line) => log.push(line));
  } catch (error) {
    const file = join(folder, journey.title.replaceAll(/\W+/gu, '-'));
    const items = page.getByRole('region', { name: 'Requests' }).getByRole('listitem');
    const requests = (await items.allInnerTexts()).map((line) => line.replaceAll('\n', ' '));
    log.push('', 'Requests, newest first:', ...requests);
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.log`, `${log.join('\n')}\n`);
    await page.screenshot({ path: `${file}.png`, fullPage: true });
    throw new Error(`See ${file}.png and ${file}.log`, { cause: error });
  } finally {
    page.off('console', keepMessage).off('pageerror', keepError);
  }
}
