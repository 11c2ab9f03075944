import { en } from '@threepid/core/messages/en';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage } from './settings-page.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

const SIGN_ON = en.actions.beginAuth('m.login.sso');

/** Somebody whose address is validated, on a homeserver of another origin that wants single sign-on. */
async function whoSignsOn(path: string) {
  const { homeserver, baseUrl } = await openHomeserver();
  homeserver.settings.authFlows = [['m.login.sso']];
  const page = await open(`${path}?homeserver=own`);
  await signInPage(page).signIn(baseUrl, { password: PASSWORD });
  const alice = settingsPage(page);
  await alice.enterEmail('alice@new.example');
  await alice.heading('Check your email').waitFor();
  await fetch(homeserver.mailbox.latest('alice@new.example')?.link ?? '');
  await alice.press('Continue');
  await alice.button(SIGN_ON).waitFor();
  const asked = () =>
    homeserver.requests.filter(({ endpoint }) => endpoint === 'addThreepid').length;
  return { page, alice, asked, baseUrl };
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

describe.each(PAGES)('a window of the %s', (_, path) => {
  it('opens by the click, says when it is done, and is closed', async () => {
    const { page, alice, asked } = await whoSignsOn(path);
    const popup = await opened(page);
    await popup.getByLabel('Account').fill(USER);
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Continue' }).click();
    await closed;
    await alice.row('alice@new.example').waitFor();
    expect(asked()).toBe(2);
  });

  it('is asked about once where the person closes it', async () => {
    const { page, alice, asked } = await whoSignsOn(path);
    await (await opened(page)).close();
    await alice.text(en.problems.authNotCompleted({ code: 'authNotCompleted' })).waitFor();
    expect(asked()).toBe(2);
  });

  it('is believed alone: what others say counts for nothing', async () => {
    const { page, alice, asked, baseUrl } = await whoSignsOn(path);
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
    await alice.text(en.problems.authNotCompleted({ code: 'authNotCompleted' })).waitFor();
    expect(asked()).toBe(2);
  });

  it('that the browser blocks is told', async () => {
    const { page, alice, asked } = await whoSignsOn(path);
    await page.evaluate(() => {
      window.open = () => null;
    });
    await alice.press(SIGN_ON);
    await alice.text(en.problems.popupBlocked({ code: 'popupBlocked' })).waitFor();
    expect(asked()).toBe(1);
  });

  it('goes where the person gives up', async () => {
    const { page, alice } = await whoSignsOn(path);
    const closed = (await opened(page)).waitForEvent('close');
    await alice.press('Cancel');
    await closed;
  });
});
