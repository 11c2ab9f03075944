import { problemMessage, type Problem } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { settingsPage } from '../test/settings-page.ts';
import type { RealDemoFixture } from './use-real-demo.ts';

interface Account {
  readonly userId: string;
  readonly accessToken: string;
  readonly password?: string;
}

const SIGN_ON = en.actions.startStage('m.login.sso');
const USE_PASSWORD = en.actions.startStage('m.login.password');

/** Tests single sign-on for accounts without and with a password. */
export function testSingleSignOn(real: RealDemoFixture, path: string): void {
  it('adds an address after the user signed on again', async () => {
    const account = await real.demo.homeserver.newSignOnAccount();
    await atAuthentication(real, account, path, async ({ page, press, isAdded }) => {
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('explains that another account signed on, and lets the user sign on again', async () => {
    const account = await real.demo.homeserver.newSignOnAccount();
    const another = await real.demo.homeserver.newSignOnAccount();
    await atAuthentication(real, account, path, async ({ page, press, showsProblem, isAdded }) => {
      await signOnAsAnother(page, another, () => press(SIGN_ON));
      await showsProblem({ code: 'authRefused' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('lets the user close the window and open it again', async () => {
    const account = await real.demo.homeserver.newSignOnAccount();
    await atAuthentication(real, account, path, async ({ page, press, showsProblem, isAdded }) => {
      const window = await openedWindow(page, () => press(SIGN_ON));
      await window.close();
      await showsProblem({ code: 'authNotCompleted' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('explains that the browser blocked the window, and lets the user try again', async () => {
    const account = await real.demo.homeserver.newSignOnAccount();
    await atAuthentication(real, account, path, async ({ page, press, showsProblem, isAdded }) => {
      await page.evaluate(() => {
        const { open } = window;
        window.open = () => {
          window.open = open;
          return null;
        };
      });
      await press(SIGN_ON);
      await showsProblem({ code: 'popupBlocked' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('lets the user choose the password if the account has one', async () => {
    const account = await newAccountWithBoth(real);
    await atAuthentication(real, account, path, async ({ press, enterPassword, isAdded }) => {
      await press(USE_PASSWORD);
      await enterPassword(account.password);
      await isAdded();
    });
  });

  it('lets the user choose single sign-on if the account has a password', async () => {
    const account = await newAccountWithBoth(real);
    await atAuthentication(real, account, path, async ({ page, press, isAdded }) => {
      await press(SIGN_ON);
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('lets the user choose the password after another account signed on', async () => {
    const account = await newAccountWithBoth(real);
    const another = await real.demo.homeserver.newSignOnAccount();
    await atAuthentication(
      real,
      account,
      path,
      async ({ page, press, enterPassword, showsProblem, isAdded }) => {
        await press(SIGN_ON);
        await signOnAsAnother(page, another, () => press(SIGN_ON));
        await showsProblem({ code: 'authRefused' });
        await press(en.actions.back);
        await press(USE_PASSWORD);
        await enterPassword(account.password);
        await isAdded();
      },
    );
  });
}

/** Creates an account with a password and single sign-on. */
async function newAccountWithBoth({ demo: { homeserver } }: RealDemoFixture) {
  return await homeserver.givePassword(await homeserver.newSignOnAccount());
}

type SettingsPage = ReturnType<typeof settingsPage>;
interface AuthenticationPage extends SettingsPage {
  showsProblem(problem: Problem): Promise<void>;
  isAdded(): Promise<void>;
}

/** Opens a page, enters an address, opens the link and continues to the authentication step, where it calls `authenticate`. */
async function atAuthentication(
  real: RealDemoFixture,
  { userId, accessToken, password = 'none' }: Account,
  path: string,
  authenticate: (authentication: AuthenticationPage) => Promise<void>,
): Promise<void> {
  const { homeserver, url } = real.demo;
  await real.onPage(async (page) => {
    const alice = settingsPage(page);
    await page.route('**/real/account.json', (route) =>
      route.fulfill({ json: { homeserver: homeserver.baseUrl, user: userId, password } }),
    );
    // The demo signs in only with passwords, and these accounts may have none.
    await page.route('**/_matrix/client/v3/login', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            headers: { 'Access-Control-Allow-Origin': '*' },
            json: { user_id: userId, access_token: accessToken },
          })
        : route.fallback(),
    );
    await page.goto(`${url}${path}?homeserver=real`);
    await page.getByText(`Signed in as ${userId}`).waitFor();

    const address = `${randomUUID()}@example.org`;
    await alice.enterEmail(address);
    await alice.heading('Check your email').waitFor();
    const mail = page.getByRole('article').filter({ hasText: address });
    const window = await openedWindow(page, () => mail.getByRole('link').click());
    await window.getByText('Your email has now been validated').waitFor();
    await window.close();
    await alice.press('Continue');
    await alice.heading("Confirm it's you").waitFor();
    await authenticate({
      ...alice,
      showsProblem: (problem) => alice.text(problemMessage(en, problem)).waitFor(),
      isAdded: () => alice.row(address).waitFor(),
    });
  });
}

async function openedWindow(page: Page, open: () => Promise<void>): Promise<Page> {
  const [window] = await Promise.all([page.context().waitForEvent('page'), open()]);
  return window;
}

/** Signs on in the window that opens, and waits until it has closed automatically. */
async function signOn(page: Page, account: Account, open: () => Promise<void>): Promise<void> {
  const window = await openedWindow(page, open);
  const closed = window.waitForEvent('close');
  await chooseAccount(window, account);
  await closed;
}

/** Signs on in the window that opens, waits for the error there, and closes it. */
async function signOnAsAnother(page: Page, account: Account, open: () => Promise<void>) {
  const window = await openedWindow(page, open);
  await chooseAccount(window, account);
  await window.getByText("That doesn't look right").waitFor();
  await window.close();
}

async function chooseAccount(window: Page, { userId }: Account): Promise<void> {
  await window.getByRole('link').click();
  const [name = ''] = userId.slice(1).split(':');
  await window.getByRole('button', { name }).click();
}
