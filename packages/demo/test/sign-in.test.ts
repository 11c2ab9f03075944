import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { findFlaws, loadAxe } from './flaws.ts';
import { focused, tabTo } from './keys.ts';
import { settingsPage } from './settings-page.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

const OWN = '?homeserver=own';

describe.each(PAGES)('%s, on a homeserver of one’s own', (_, path) => {
  it('signs in, manages the account that is really there, and signs out', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    const page = await open(path + OWN);
    const { signIn, signOutButton, field } = signInPage(page);
    const alice = settingsPage(page);
    await signIn(baseUrl);
    await alice.row('alice@own.example').waitFor();
    await page.getByText(`You are ${userId} on ${baseUrl}.`).waitFor();

    await alice.enterEmail('alice@new.example');
    await alice.heading('Check your email').waitFor();
    await fetch(homeserver.mailbox.latest('alice@new.example')?.link ?? '');
    await alice.press('Continue');
    await alice.enterPassword(PASSWORD);
    await alice.row('alice@new.example').waitFor();
    expect(homeserver.threepidsOf(userId).map(({ address }) => address)).toEqual([
      'alice@own.example',
      'alice@new.example',
    ]);

    await signOutButton.click();
    await alice.text('You are signed out.').waitFor();
    expect(await alice.answersOf('POST /logout')).toEqual(['200']);
    expect(await field('Homeserver').inputValue()).toBe(baseUrl);
    expect(await field('User name').inputValue()).toBe(USER);
    expect(await field('Password').inputValue()).toBe('');
    expect(await signOutButton.count()).toBe(0);
    await signIn(baseUrl);
    await alice.row('alice@new.example').waitFor();
  });

  it('shows the requests beside it, and nothing that is simulated', async () => {
    const { baseUrl } = await openHomeserver();
    const page = await open(path + OWN);
    const { signIn, signOutButton } = signInPage(page);
    await signIn(baseUrl);
    await signOutButton.waitFor();
    const beside = await page.locator('.panel h2').allInnerTexts();
    expect(beside).toEqual(['Account', 'Requests']);
    const parts = page.getByRole('navigation', { name: 'Parts of this page' });
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await parts.getByRole('link').allInnerTexts()).toEqual([
      'Settings',
      'Requests',
      'Account',
    ]);
    expect(await settingsPage(page).answersOf('POST /login')).toEqual(['200']);
  });

  it('can be used with the keyboard alone, and the focus is where the eye is', async () => {
    const { baseUrl } = await openHomeserver();
    const page = await open(path);
    const { heading, field, signOutButton } = signInPage(page);
    const { keyboard } = page;
    await tabTo(page, page.getByRole('link', { name: 'Use your own homeserver' }));
    await keyboard.press('Enter');
    await focused(heading('Sign in to your homeserver'));
    await keyboard.press('Tab');
    await focused(field('Homeserver'));
    await keyboard.type(baseUrl);
    await keyboard.press('Tab');
    await keyboard.type(USER);
    await keyboard.press('Enter');
    await focused(field('Password'));
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await focused(heading('Email addresses and phone numbers'));
    await tabTo(page, signOutButton);
    await keyboard.press('Enter');
    await focused(heading('Sign in to your homeserver'));
    await tabTo(
      page,
      page.getByRole('link', { name: 'Use the simulated homeserver' }),
      'Shift+Tab',
    );
    await keyboard.press('Enter');
    await settingsPage(page).row('alice@example.org').waitFor();
  });

  it('is accessible in light and in dark, and fits in 360 and in 1280 pixels', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const page = await open(path + OWN);
    await loadAxe(page);
    const { signIn, signOutButton, alert } = signInPage(page);
    const found = await findFlaws(page, 'form');
    await signIn(`${baseUrl}/nothing`);
    await page.getByText('not as a Matrix homeserver does').waitFor();
    Object.assign(found, await findFlaws(page, 'homeserver to blame'));
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 500 } });
    await signIn(baseUrl);
    await alert.getByText('did not answer as it should').waitFor();
    Object.assign(found, await findFlaws(page, 'nothing to blame'));
    await signIn(baseUrl);
    await signOutButton.waitFor();
    await settingsPage(page).row('alice@own.example').waitFor();
    Object.assign(found, await findFlaws(page, 'signed in'));
    expect(found).toEqual({});
  });
});

it('stays on one’s own homeserver from the React page to the Vue page', async () => {
  const page = await open(`react.html${OWN}`);
  await page.getByRole('link', { name: 'Vue page' }).click();
  await page.waitForURL(/vue\.html/u);
  await signInPage(page).heading('Sign in to your homeserver').waitFor();
});

it('says so where no real homeserver was started beside it', async () => {
  const page = await open('react.html?homeserver=real');
  await page.getByText('No homeserver runs beside this page').waitFor();
  await signInPage(page).heading('Sign in to your homeserver').waitFor();
  expect(await page.locator('.panel h2').allInnerTexts()).toEqual(['Requests']);
});

it('keeps the password of an account that was made for the page until somebody wants it', async () => {
  const { baseUrl, homeserver } = await openHomeserver();
  const password = ` "${'long'.repeat(40)}" ä `;
  homeserver.setPassword(USER, password);
  const page = await open('react.html', { viewport: { width: 360, height: 800 } });
  await page.route('**/real/*.json', (route) => route.fulfill({ json: [] }));
  await page.route('**/real/account.json', (route) =>
    route.fulfill({ json: { homeserver: baseUrl, user: USER, password } }),
  );
  await page.goto(page.url().replace(/\?.*$/u, '?homeserver=real'));
  const account = page.getByRole('region', { name: 'Account' });
  const shown = account.getByText(password.trim());
  await account.getByText('It was made for this page.').waitFor();
  expect(await shown.isVisible()).toBe(false);
  await account.getByText('Its password').click();
  expect(await shown.innerText()).toBe(password);
  const [code, panel] = await Promise.all([shown.boundingBox(), account.boundingBox()]);
  expect((code?.x ?? 0) + (code?.width ?? 0)).toBeLessThan((panel?.x ?? 0) + (panel?.width ?? 0));
});

it('helps password managers and keyboards with its fields', async () => {
  const { field } = signInPage(await open(`react.html${OWN}`));
  const attributes = (name: string, ...wanted: string[]) =>
    Promise.all(wanted.map((attribute) => field(name).getAttribute(attribute)));
  expect(await attributes('Homeserver', 'inputmode', 'autocapitalize')).toEqual(['url', 'none']);
  expect(await attributes('User name', 'autocomplete')).toEqual(['username']);
  expect(await attributes('Password', 'autocomplete', 'type')).toEqual([
    'current-password',
    'password',
  ]);
});

it('is signed out by a reload, as it said', async () => {
  const { baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const { signIn, signOutButton, heading } = signInPage(page);
  await page.getByText('Who reloads the page is signed out.').waitFor();
  await signIn(baseUrl);
  await signOutButton.waitFor();
  await page.reload();
  await heading('Sign in to your homeserver').waitFor();
  expect(await signOutButton.count()).toBe(0);
});

it('says so where the homeserver does not hear that somebody signs out', async () => {
  const { homeserver, baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const { signIn, signOutButton } = signInPage(page);
  await signIn(baseUrl);
  await settingsPage(page).row('alice@own.example').waitFor();
  homeserver.faults.add({ endpoint: 'logout', outcome: { status: 500 } });
  await signOutButton.click();
  await page.getByText('signed out here, but the homeserver did not confirm it').waitFor();
});

it('keeps the password and the access token to itself', async () => {
  const { baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(request.url()));
  const { signIn } = signInPage(page);
  const [login] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    signIn(baseUrl),
  ]);
  const alice = settingsPage(page);
  await alice.row('alice@own.example').waitFor();
  await alice.enterEmail('alice@new.example');
  await alice.heading('Check your email').waitFor();

  const token = /"access_token":"(\w+)"/u.exec(await login.text())?.[1] ?? '';
  expect(token).toMatch(/^syt_/u);
  const kept = await page.evaluate(() => [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input')].map(({ value }) => value),
    ...[localStorage, sessionStorage].map((store) => JSON.stringify({ ...store })),
    location.href,
    document.cookie,
  ]);
  expect(kept.join('\n')).toContain('threepid.pending');
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), token]) {
    expect([...kept, ...said].filter((part) => part.includes(secret))).toEqual([]);
  }

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
