import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { findProblems, loadAxe, violations } from './page-problems.ts';
import { settingsPage } from './settings-page.ts';
import { walk } from './walk.ts';

const { open } = useBrowser();

/** The results of the walk over each page, which runs once for all tests. */
const walks = new Map<string, ReturnType<typeof walkOver>>();

function walkOf(path: string) {
  const result = walks.get(path) ?? walkOver(path);
  walks.set(path, result);
  return result;
}

async function walkOver(path: string) {
  const page = await open(path);
  const messages = collectMessages(page);
  await loadAxe(page);
  const problems: Record<string, unknown> = {};
  const screens: Record<string, string> = {};
  await walk(settingsPage(page), async (screen) => {
    screens[screen] = await markup(page);
    Object.assign(problems, await findProblems(page, screen));
  });
  return { messages, problems, screens };
}

describe('every screen', () => {
  it.each(PAGES)(
    'of the %s is accessible in light and dark, and fits in 360 and 1280 pixels',
    async (_, path) => {
      const { problems, messages } = await walkOf(path);
      expect(problems).toEqual({});
      expect(messages).toEqual([]);
    },
    180_000,
  );

  it('is reached from a start page with a link to both pages', async () => {
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

/** Collects what the page logs and throws. */
function collectMessages(page: Page): string[] {
  const messages: string[] = [];
  page.on('console', (message) => {
    // The machines' log is at the level `debug`. The page of an email cannot run the simulated clock's script.
    const isMail = message.text().includes("in 'about:srcdoc'");
    if (message.type() !== 'debug' && !isMail)
      messages.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => messages.push(String(error)));
  return messages;
}

/** Returns the settings' markup, without the frameworks' own attributes and without the time of day. */
function markup(page: Page): Promise<string> {
  return page.getByRole('main').evaluate((main) => {
    const lines = (node: Node, indent: string): string[] => {
      if (node instanceof Text) {
        const text = node.data.replaceAll(/\s+/gu, ' ').trim();
        return text === '' ? [] : [indent + text.replaceAll(/\d+:\d+ [AP]M/gu, 'now')];
      }
      if (!(node instanceof Element)) return [];
      const attributes = [...node.attributes]
        // React writes a field's first value as an attribute, Vue as a property.
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
