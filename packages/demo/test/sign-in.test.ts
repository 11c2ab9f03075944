import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { focused, tabTo } from './focus.ts';
import { findProblems, loadAxe } from './page-problems.ts';
import { settingsPage } from './settings-page.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

const OWN = '?homeserver=own';

describe.each(PAGES)("%s, on the user's own homeserver", (_, path) => {
  it('signs in, manages the account, and signs out', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    const page = await open(path + OWN);
    const { signIn, signOutButton, field } = signInPage(page);
    const alice = settingsPage(page);
    await signIn(baseUrl);
    await alice.row('alice@own.example').waitFor();
    await page.getByText(`Signed in as ${userId} on ${baseUrl}.`).waitFor();

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
    await alice.text("You're signed out.").waitFor();
    expect(await alice.responsesOf('POST /logout')).toEqual(['200']);
    expect(await field('Homeserver').inputValue()).toBe(baseUrl);
    expect(await field('Username').inputValue()).toBe(USER);
    expect(await field('Password').inputValue()).toBe('');
    expect(await signOutButton.count()).toBe(0);
    await signIn(baseUrl);
    await alice.row('alice@new.example').waitFor();
  });

  it('shows the account and the requests, and nothing simulated', async () => {
    const { baseUrl } = await openHomeserver();
    const page = await open(path + OWN);
    const { signIn, signOutButton } = signInPage(page);
    await signIn(baseUrl);
    await signOutButton.waitFor();
    const panels = await page.locator('.panel h2').allInnerTexts();
    expect(panels).toEqual(['Account', 'Requests']);
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await sections.getByRole('link').allInnerTexts()).toEqual([
      'Settings',
      'Requests',
      'Account',
    ]);
    expect(await settingsPage(page).responsesOf('POST /login')).toEqual(['200']);
  });

  it('moves the focus to what the user needs next', async () => {
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

  it('is accessible in light and dark, and fits in 360 and 1280 pixels', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const page = await open(path + OWN);
    await loadAxe(page);
    const { signIn, signOutButton, alert } = signInPage(page);
    const found = await findProblems(page, 'form');
    await signIn(`${baseUrl}/nothing`);
    await page.getByText("doesn't seem to be a Matrix homeserver").waitFor();
    Object.assign(found, await findProblems(page, 'problem at a field'));
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 500 } });
    await signIn(baseUrl);
    await alert.getByText('Something went wrong on').waitFor();
    Object.assign(found, await findProblems(page, 'problem above the form'));
    await signIn(baseUrl);
    await signOutButton.waitFor();
    await settingsPage(page).row('alice@own.example').waitFor();
    Object.assign(found, await findProblems(page, 'signed in'));
    expect(found).toEqual({});
  });
});

it("stays on the user's own homeserver from the React page to the Vue page", async () => {
  const page = await open(`react.html${OWN}`);
  await page.getByRole('link', { name: 'Vue page' }).click();
  await page.waitForURL(/vue\.html/u);
  await signInPage(page).heading('Sign in to your homeserver').waitFor();
});

it('says that no real homeserver was started', async () => {
  const page = await open('react.html?homeserver=real');
  await page.getByText('No homeserver is running for this page.').waitFor();
  await signInPage(page).heading('Sign in to your homeserver').waitFor();
  expect(await page.locator('.panel h2').allInnerTexts()).toEqual(['Requests']);
});

it('hides the password of an account that was created for the page until the user asks for it', async () => {
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
  await account.getByText('This account was created for this page.').waitFor();
  expect(await shown.isVisible()).toBe(false);
  await account.getByText('Show its password').click();
  expect(await shown.innerText()).toBe(password);
  const [code, panel] = await Promise.all([shown.boundingBox(), account.boundingBox()]);
  expect((code?.x ?? 0) + (code?.width ?? 0)).toBeLessThan((panel?.x ?? 0) + (panel?.width ?? 0));
});

it('helps password managers and keyboards with its fields', async () => {
  const { field } = signInPage(await open(`react.html${OWN}`));
  const attributes = (name: string, ...wanted: string[]) =>
    Promise.all(wanted.map((attribute) => field(name).getAttribute(attribute)));
  expect(await attributes('Homeserver', 'inputmode', 'autocapitalize')).toEqual(['url', 'none']);
  expect(await attributes('Username', 'autocomplete')).toEqual(['username']);
  expect(await attributes('Password', 'autocomplete', 'type')).toEqual([
    'current-password',
    'password',
  ]);
});

it('signs out on a reload, as the form says', async () => {
  const { baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const { signIn, signOutButton, heading } = signInPage(page);
  await page.getByText('Reloading the page signs you out.').waitFor();
  await signIn(baseUrl);
  await signOutButton.waitFor();
  await page.reload();
  await heading('Sign in to your homeserver').waitFor();
  expect(await signOutButton.count()).toBe(0);
});

it('says that the homeserver did not confirm the sign-out', async () => {
  const { homeserver, baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const { signIn, signOutButton } = signInPage(page);
  await signIn(baseUrl);
  await settingsPage(page).row('alice@own.example').waitFor();
  homeserver.faults.add({ endpoint: 'logout', outcome: { status: 500 } });
  await signOutButton.click();
  await page.getByText("signed out here, but the homeserver didn't confirm it").waitFor();
});

it('keeps the password and the access token to itself', async () => {
  const { baseUrl } = await openHomeserver();
  const page = await open(`react.html${OWN}`);
  const sent: string[] = [];
  page.on('console', (message) => sent.push(message.text()));
  page.on('request', (request) => sent.push(request.url()));
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
    expect([...kept, ...sent].filter((part) => part.includes(secret))).toEqual([]);
  }

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText("You're signed out.").waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
