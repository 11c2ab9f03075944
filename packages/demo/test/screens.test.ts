import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { findFlaws, loadAxe, violations } from './flaws.ts';
import { settingsPage } from './settings-page.ts';
import { walk } from './walk.ts';

const { open } = useBrowser();

/** The walks over both pages, each taken once for all that is to be seen on it. */
const walks = new Map<string, ReturnType<typeof walkOver>>();

function walkOf(path: string) {
  const taken = walks.get(path) ?? walkOver(path);
  walks.set(path, taken);
  return taken;
}

async function walkOver(path: string) {
  const page = await open(path);
  const complaints = listenForComplaints(page);
  await loadAxe(page);
  const flaws: Record<string, unknown> = {};
  const screens: Record<string, string> = {};
  await walk(settingsPage(page), async (screen) => {
    screens[screen] = await markup(page);
    Object.assign(flaws, await findFlaws(page, screen));
  });
  return { complaints, flaws, screens };
}

describe('every screen', () => {
  it.each(PAGES)(
    'of the %s is accessible in light and in dark, and fits in 360 and in 1280 pixels',
    async (_, path) => {
      const { flaws, complaints } = await walkOf(path);
      expect(flaws).toEqual({});
      expect(complaints).toEqual([]);
    },
    180_000,
  );

  it('begins with a way to both pages', async () => {
    const page = await open('index.html');
    await loadAxe(page);
    expect(await violations(page)).toEqual([]);
    for (const [name, path] of PAGES) {
      const link = page.getByRole('link', { name });
      expect(await link.getAttribute('href')).toBe(`./${path}`);
    }
  });

  it('is the same on the React page and on the Vue page', async () => {
    const [react, vue] = await Promise.all(PAGES.map(([, path]) => walkOf(path)));
    expect(vue?.screens).toEqual(react?.screens);
    expect(Object.keys(vue?.screens ?? {}).length).toBeGreaterThan(25);
  }, 180_000);
});

/** What the page or the frameworks have to say against it. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Neither the event log of the machines is a complaint, nor that a mail runs no script: the clock's.
    const isMail = message.text().includes("in 'about:srcdoc'");
    if (message.type() !== 'debug' && !isMail)
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** The settings as markup, without what a framework adds for itself and without the time of day. */
function markup(page: Page): Promise<string> {
  return page.getByRole('main').evaluate((main) => {
    const lines = (node: Node, indent: string): string[] => {
      if (node instanceof Text) {
        const text = node.data.replaceAll(/\s+/gu, ' ').trim();
        return text === '' ? [] : [indent + text.replaceAll(/\d+:\d+ [AP]M/gu, 'now')];
      }
      if (!(node instanceof Element)) return [];
      const attributes = [...node.attributes]
        // React writes a field's first value into the markup, Vue into the field alone.
        .filter(({ name }) => name !== 'value' && !name.startsWith('data-v-'))
        .map(({ name, value }) => `${name}="${value}"`)
        .sort();
      const value = 'value' in node ? [`value=${String(node.value)}`] : [];
      return [
        indent + [node.localName, ...attributes, ...value].join(' '),
        ...[...node.childNodes].flatMap((child) => lines(child, `${indent}  `)),
      ];
    };
    return [...main.childNodes].flatMap((child) => lines(child, '')).join('\n');
  });
}
