import { en } from '@threepid/core/messages/en';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage, type SettingsPage } from './settings-page.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

const SINGLE_SIGN_ON = 'm.login.sso';
const BY_PASSWORD = 'm.login.password';
const OPEN_WINDOW = en.actions.startStage(SINGLE_SIGN_ON);
const NOT_COMPLETED = en.problems.authNotCompleted({ code: 'authNotCompleted' });
const REFUSED = en.problems.authRefused({ code: 'authRefused' });
const BLOCKED = en.problems.popupBlocked({ code: 'popupBlocked' });

interface Setup {
  /** By default the homeserver offers only single sign-on. */
  readonly alsoHasPassword?: boolean;
  /** The browser blocks all windows of this page, also after a click. */
  readonly isBlocked?: boolean;
}

/** Starts interactive auth for a validated address, on a homeserver of another origin. */
async function startAuth(path: string, { alsoHasPassword = false, isBlocked = false }: Setup = {}) {
  const { homeserver, baseUrl } = await openHomeserver();
  homeserver.settings.authFlows = [[SINGLE_SIGN_ON], ...(alsoHasPassword ? [[BY_PASSWORD]] : [])];
  const page = await open(`${path}?homeserver=own`);
  if (isBlocked) await blockWindows(page);
  await signInPage(page).signIn(baseUrl, { password: PASSWORD });
  const alice = settingsPage(page);
  await alice.enterEmail('alice@new.example');
  await alice.heading('Check your email').waitFor();
  await fetch(homeserver.mailbox.latest('alice@new.example')?.link ?? '');
  await alice.press('Continue');
  await alice.button(OPEN_WINDOW).waitFor();
  const requests = (of = 'addThreepid') =>
    homeserver.requests.filter(({ endpoint }) => endpoint === of).length;
  return { page, alice, requests, baseUrl };
}

/** Makes the browser block all windows of the page. */
async function blockWindows(page: Page): Promise<void> {
  // Chromium does not treat a fulfilled page as local, so it needs this permission.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(page.url(), async (route) => {
    const response = await route.fetch();
    const sandbox = 'sandbox allow-scripts allow-same-origin allow-forms';
    const headers = { ...response.headers(), 'content-security-policy': sandbox };
    await route.fulfill({ response, headers });
  });
  await page.reload();
}

/** Returns the window that the click opens. */
async function openWindow(page: Page): Promise<Page> {
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    settingsPage(page).press(OPEN_WINDOW),
  ]);
  await popup.getByLabel('Account').waitFor();
  return popup;
}

/** Signs in in the window, which then closes. */
async function signIn(popup: Page): Promise<void> {
  await popup.getByLabel('Account').fill(USER);
  await Promise.all([
    popup.waitForEvent('close'),
    popup.getByRole('button', { name: 'Continue' }).click(),
  ]);
}

describe.each(PAGES)('the window of the %s', (_, path) => {
  it('opens on the click, and closes when the user has finished', async () => {
    const { page, alice, requests } = await startAuth(path);
    await signIn(await openWindow(page));
    await alice.row('alice@new.example').waitFor();
    expect(requests()).toBe(2);
  });

  it('causes one request when the user closes it', async () => {
    const { page, alice, requests } = await startAuth(path);
    await (await openWindow(page)).close();
    await alice.text(NOT_COMPLETED).waitFor();
    expect(requests()).toBe(2);
  });

  it('is the only window whose message counts', async () => {
    const { page, alice, requests, baseUrl } = await startAuth(path);
    const popup = await openWindow(page);
    // Added after the client's listener, so that the client has received every message counted here.
    const received = await page.evaluateHandle(() => {
      const origins: string[] = [];
      window.addEventListener('message', ({ origin }) => origins.push(origin));
      return origins;
    });
    await page.evaluate(() => window.postMessage('authDone', '*'));
    const postToOpener = (text: string) =>
      popup.evaluate((message) => window.opener.postMessage(message, '*'), text);
    await postToOpener('something else');
    // The same window with a page of another origin.
    await popup.goto(new URL('index.html', page.url()).href);
    await postToOpener('authDone');
    // A page of the homeserver, in another window.
    await page.evaluate(
      (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
      baseUrl,
    );
    const frame = page.frames().at(-1);
    await frame?.waitForURL(`${baseUrl}/`);
    await frame?.evaluate(() => window.parent.postMessage('authDone', '*'));
    await page.waitForFunction((origins) => origins.length === 4, received);
    expect(requests()).toBe(1);
    await alice.press(en.actions.finishAuth);
    await alice.text(NOT_COMPLETED).waitFor();
    expect(requests()).toBe(2);
  });

  it('opens again after the user closed it without finishing', async () => {
    const { page, alice, requests } = await startAuth(path);
    const first = await openWindow(page);
    const url = first.url();
    await first.close();
    await alice.text(NOT_COMPLETED).waitFor();
    const again = await openWindow(page);
    expect(again.url()).toBe(url);
    await alice.text(NOT_COMPLETED).waitFor({ state: 'detached' });
    await signIn(again);
    await alice.row('alice@new.example').waitFor();
    expect(requests('openAuthFallback')).toBe(2);
    expect(requests()).toBe(3);
  });

  it('is reported if the browser blocks it', async () => {
    const { page, alice, requests } = await startAuth(path, { isBlocked: true });
    await alice.press(OPEN_WINDOW);
    await alice.text(BLOCKED).waitFor();
    expect(page.context().pages()).toEqual([page]);
    // The app cannot know whether a window opened, so the user can still say that they have finished.
    expect(await alice.button(en.actions.finishAuth).count()).toBe(1);
    expect(requests('openAuthFallback')).toBe(0);
    expect(requests()).toBe(1);
  });

  it('opens on the next click once the browser allows it', async () => {
    const { page, alice, requests } = await startAuth(path);
    const allow = await page.evaluateHandle(() => {
      const { open: nativeOpen } = window;
      window.open = () => null;
      return () => {
        window.open = nativeOpen;
      };
    });
    await alice.press(OPEN_WINDOW);
    await alice.text(BLOCKED).waitFor();
    await allow.evaluate((it) => it());
    const popup = await openWindow(page);
    await alice.text(BLOCKED).waitFor({ state: 'detached' });
    await signIn(popup);
    await alice.row('alice@new.example').waitFor();
    expect(requests()).toBe(2);
  });

  it.each([
    ['closes it', (_: SettingsPage, popup: Page) => popup.close()],
    ['says that they have finished', (alice: SettingsPage) => alice.press(en.actions.finishAuth)],
  ])(
    'explains single sign-on with another account when the user %s, and opens again',
    async (_, leave) => {
      const { page, alice, requests } = await startAuth(path);
      const popup = await openWindow(page);
      await popup.getByLabel('Account').fill('bob');
      await popup.getByRole('button', { name: 'Continue' }).click();
      await popup.getByText('You signed in with another account.').waitFor();
      expect(requests()).toBe(1);
      const closed = popup.waitForEvent('close');
      await leave(alice, popup);
      await closed;
      await alice.text(REFUSED).waitFor();
      expect(await alice.row('alice@new.example').count()).toBe(0);
      expect(requests()).toBe(2);
      await signIn(await openWindow(page));
      await alice.row('alice@new.example').waitFor();
      expect(requests()).toBe(3);
    },
  );

  it('closes when the user cancels', async () => {
    const { page, alice } = await startAuth(path);
    const closed = (await openWindow(page)).waitForEvent('close');
    await alice.press('Cancel');
    await closed;
  });
});

describe.each(PAGES)('single sign-on or a password, on the %s,', (_, path) => {
  const account = { alsoHasPassword: true };

  it('lets the user choose the window', async () => {
    const { page, alice, requests } = await startAuth(path, account);
    await alice.button(en.actions.startStage(BY_PASSWORD)).waitFor();
    await alice.press(OPEN_WINDOW);
    await alice.text('opens a new window').waitFor();
    expect(page.context().pages()).toEqual([page]);
    await signIn(await openWindow(page));
    await alice.row('alice@new.example').waitFor();
    expect(requests()).toBe(2);
  });

  it('lets the user choose the password, and opens no window', async () => {
    const { page, alice, requests } = await startAuth(path, account);
    await alice.press(en.actions.startStage(BY_PASSWORD));
    await alice.enterPassword(PASSWORD);
    await alice.row('alice@new.example').waitFor();
    expect(page.context().pages()).toEqual([page]);
    expect(requests('openAuthFallback')).toBe(0);
    expect(requests()).toBe(2);
  });

  it('lets the user go back from the window, which closes, to the password', async () => {
    const { page, alice, requests } = await startAuth(path, account);
    await alice.press(OPEN_WINDOW);
    const popup = await openWindow(page);
    await Promise.all([popup.waitForEvent('close'), alice.press('Back')]);
    await alice.press(en.actions.startStage(BY_PASSWORD));
    await alice.enterPassword(PASSWORD);
    await alice.row('alice@new.example').waitFor();
    expect(requests()).toBe(2);
  });
});
