import { tell, type Journey, type Scene } from '@threepid/testing/journeys';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsoleMessage, Page } from 'playwright-core';

/**
 * Tells the story on a page of the demo. Where it fails, a screenshot and the log of what was done,
 * what happened to the machines and what was asked are left in the folder, and the error names them.
 */
export async function tellOnPage(
  journey: Journey,
  page: Page,
  scene: Scene,
  folder: string,
): Promise<void> {
  const log: string[] = [];
  const keepMessage = (message: ConsoleMessage) => log.push(`  ${message.text()}`);
  const keepError = (error: Error) => log.push(`  ${String(error)}`);
  page.on('console', keepMessage).on('pageerror', keepError);
  try {
    await tell(journey, scene, (line) => log.push(line));
  } catch (error) {
    const place = join(folder, journey.title.replaceAll(/\W+/gu, '-'));
    const requests = page.getByRole('region', { name: 'Requests' }).getByRole('listitem');
    const asked = (await requests.allInnerTexts()).map((line) => line.replaceAll('\n', ' '));
    log.push('', 'Requests, newest first:', ...asked);
    await mkdir(folder, { recursive: true });
    await writeFile(`${place}.log`, `${log.join('\n')}\n`);
    await page.screenshot({ path: `${place}.png`, fullPage: true });
    throw new Error(`See ${place}.png and ${place}.log`, { cause: error });
  } finally {
    page.off('console', keepMessage).off('pageerror', keepError);
  }
}
