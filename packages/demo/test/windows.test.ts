import { en } from '@threepid/core/messages/en';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage, type SettingsPage } from './settings-page.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

const SINGLE_SIGN_ON = 'm.login.sso';
const BY_PASSWORD = 'm.login.password';
const SIGN_ON = en.actions.beginAuth(SINGLE_SIGN_ON);
const NOT_COMPLETED = en.problems.authNotCompleted({ code: 'authNotCompleted' });
const REFUSED = en.problems.authRefused({ code: 'authRefused' });
const BLOCKED = en.problems.popupBlocked({ code: 'popupBlocked' });

interface Circumstances {
  /** By default they have single sign-on alone, as the homeserver says. */
  readonly alsoHasPassword?: boolean;
  /** The browser lets this page open no window, whatever is clicked. */
  readonly isBlocked?: boolean;
}

/** Somebody whose address is validated, on a homeserver of another origin that asks who they are. */
async function whoIsAsked(
  path: string,
  { alsoHasPassword = false, isBlocked = false }: Circumstances = {},
) {
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
  await alice.button(SIGN_ON).waitFor();
  const asked = (of = 'addThreepid') =>
    homeserver.requests.filter(({ endpoint }) => endpoint === of).length;
  return { page, alice, asked, baseUrl };
}

/** As by a browser that has all windows of the page blocked. */
async function blockWindows(page: Page): Promise<void> {
  // To the browser, a page that is handed to it like this comes from nowhere near.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(page.url(), async (route) => {
    const response = await route.fetch();
    const sandbox = 'sandbox allow-scripts allow-same-origin allow-forms';
    const headers = { ...response.headers(), 'content-security-policy': sandbox };
    await route.fulfill({ response, headers });
  });
  await page.reload();
}

/** The window that opens by the click. */
async function opened(page: Page): Promise<Page> {
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    settingsPage(page).press(SIGN_ON),
  ]);
  await popup.getByLabel('Account').waitFor();
  return popup;
}

/** Signs on in the window, which is then closed. */
async function signOn(popup: Page): Promise<void> {
  await popup.getByLabel('Account').fill(USER);
  await Promise.all([
    popup.waitForEvent('close'),
    popup.getByRole('button', { name: 'Continue' }).click(),
  ]);
}

describe.each(PAGES)('a window of the %s', (_, path) => {
  it('opens by the click, says when it is done, and is closed', async () => {
    const { page, alice, asked } = await whoIsAsked(path);
    await signOn(await opened(page));
    await alice.row('alice@new.example').waitFor();
    expect(asked()).toBe(2);
  });

  it('is asked about once where the person closes it', async () => {
    const { page, alice, asked } = await whoIsAsked(path);
    await (await opened(page)).close();
    await alice.text(NOT_COMPLETED).waitFor();
    expect(asked()).toBe(2);
  });

  it('is believed alone: what others say counts for nothing', async () => {
    const { page, alice, asked, baseUrl } = await whoIsAsked(path);
    const popup = await opened(page);
    // Added after the client's own, so that the client has heard what is heard here.
    const heard = await page.evaluateHandle(() => {
      const origins: string[] = [];
      window.addEventListener('message', ({ origin }) => origins.push(origin));
      return origins;
    });
    await page.evaluate(() => window.postMessage('authDone', '*'));
    const tellOpener = (words: string) =>
      popup.evaluate((said) => window.opener.postMessage(said, '*'), words);
    await tellOpener('something else');
    // The same window, with a page of another origin in it.
    await popup.goto(new URL('index.html', page.url()).href);
    await tellOpener('authDone');
    // A page of the homeserver, in another window.
    await page.evaluate(
      (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
      baseUrl,
    );
    const frame = page.frames().at(-1);
    await frame?.waitForURL(`${baseUrl}/`);
    await frame?.evaluate(() => window.parent.postMessage('authDone', '*'));
    await page.waitForFunction((origins) => origins.length === 4, heard);
    expect(asked()).toBe(1);
    await alice.press(en.actions.finishAuth);
    await alice.text(NOT_COMPLETED).waitFor();
    expect(asked()).toBe(2);
  });

  it('opens again where the person closed it without doing it', async () => {
    const { page, alice, asked } = await whoIsAsked(path);
    const first = await opened(page);
    const url = first.url();
    await first.close();
    await alice.text(NOT_COMPLETED).waitFor();
    const again = await opened(page);
    expect(again.url()).toBe(url);
    await alice.text(NOT_COMPLETED).waitFor({ state: 'detached' });
    await signOn(again);
    await alice.row('alice@new.example').waitFor();
    expect(asked('openAuthFallback')).toBe(2);
    expect(asked()).toBe(3);
  });

  it('that the browser blocks is told', async () => {
    const { page, alice, asked } = await whoIsAsked(path, { isBlocked: true });
    await alice.press(SIGN_ON);
    await alice.text(BLOCKED).waitFor();
    expect(page.context().pages()).toEqual([page]);
    expect(await alice.button(en.actions.finishAuth).count()).toBe(0);
    expect(asked('openAuthFallback')).toBe(0);
    expect(asked()).toBe(1);
  });

  it('opens by the next click once the browser allows it', async () => {
    const { page, alice, asked } = await whoIsAsked(path);
    const allow = await page.evaluateHandle(() => {
      const { open: openWindow } = window;
      window.open = () => null;
      return () => {
        window.open = openWindow;
      };
    });
    await alice.press(SIGN_ON);
    await alice.text(BLOCKED).waitFor();
    await allow.evaluate((it) => it());
    const popup = await opened(page);
    await alice.text(BLOCKED).waitFor({ state: 'detached' });
    await signOn(popup);
    await alice.row('alice@new.example').waitFor();
    expect(asked()).toBe(2);
  });

  it.each([
    ['closes it', (_: SettingsPage, popup: Page) => popup.close()],
    ['says that it is done', (alice: SettingsPage) => alice.press(en.actions.finishAuth)],
  ])(
    'tells who signed on with another account in it and %s, and opens again for theirs',
    async (_, leave) => {
      const { page, alice, asked } = await whoIsAsked(path);
      const popup = await opened(page);
      await popup.getByLabel('Account').fill('bob');
      await popup.getByRole('button', { name: 'Continue' }).click();
      await popup.getByText('You signed in with another account.').waitFor();
      expect(asked()).toBe(1);
      const closed = popup.waitForEvent('close');
      await leave(alice, popup);
      await closed;
      await alice.text(REFUSED).waitFor();
      expect(await alice.row('alice@new.example').count()).toBe(0);
      expect(asked()).toBe(2);
      await signOn(await opened(page));
      await alice.row('alice@new.example').waitFor();
      expect(asked()).toBe(3);
    },
  );

  it('goes where the person gives up', async () => {
    const { page, alice } = await whoIsAsked(path);
    const closed = (await opened(page)).waitForEvent('close');
    await alice.press('Cancel');
    await closed;
  });
});

describe.each(PAGES)('somebody with a password and single sign-on, on the %s,', (_, path) => {
  const account = { alsoHasPassword: true };

  it('may choose to sign on in a window', async () => {
    const { page, alice, asked } = await whoIsAsked(path, account);
    await alice.button(en.actions.beginAuth(BY_PASSWORD)).waitFor();
    await alice.press(SIGN_ON);
    await alice.text('in a window that opens').waitFor();
    expect(page.context().pages()).toEqual([page]);
    await signOn(await opened(page));
    await alice.row('alice@new.example').waitFor();
    expect(asked()).toBe(2);
  });

  it('may choose the password, and no window opens', async () => {
    const { page, alice, asked } = await whoIsAsked(path, account);
    await alice.press(en.actions.beginAuth(BY_PASSWORD));
    await alice.enterPassword(PASSWORD);
    await alice.row('alice@new.example').waitFor();
    expect(page.context().pages()).toEqual([page]);
    expect(asked('openAuthFallback')).toBe(0);
    expect(asked()).toBe(2);
  });

  it('may go back from the window, which is closed, to the password', async () => {
    const { page, alice, asked } = await whoIsAsked(path, account);
    await alice.press(SIGN_ON);
    const popup = await opened(page);
    await Promise.all([popup.waitForEvent('close'), alice.press('Back')]);
    await alice.press(en.actions.beginAuth(BY_PASSWORD));
    await alice.enterPassword(PASSWORD);
    await alice.row('alice@new.example').waitFor();
    expect(asked()).toBe(2);
  });
});
