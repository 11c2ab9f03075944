import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Returns the page's accessibility violations in light and dark, and its overflow at 360 and 1280 pixels. `screen` starts the keys. */
export async function findProblems(page: Page, screen: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { id, nodes } of await violations(page)) {
      found[`${screen}, ${colorScheme}: ${id}`] = nodes.map((node) => node.html);
    }
  }
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overhang > 0) found[`${screen}, ${width} pixels`] = `${overhang} pixels too wide`;
  }
  return found;
}

/** Returns what axe finds. Call `loadAxe` first. */
export async function violations(page: Page): Promise<AxeResults['violations']> {
  const options = JSON.stringify({ resultTypes: ['violations'], iframes: false });
  return (await page.evaluate<AxeResults>(`axe.run(document, ${options})`)).violations;
}

export function loadAxe(page: Page): Promise<unknown> {
  return page.evaluate(axe.source);
}
