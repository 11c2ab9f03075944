import { problemMessage, type Problem } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { settingsPage } from '../test/settings-page.ts';
import type { Real } from './use-real-demo.ts';

interface Account {
  readonly userId: string;
  readonly accessToken: string;
  readonly password?: string;
}

const SIGN_ON = en.actions.beginAuth('m.login.sso');
const USE_PASSWORD = en.actions.beginAuth('m.login.password');

/** What somebody meets who has no password, or signs on elsewhere besides. */
export function signOnElsewhere(real: Real, path: string): void {
  it('adds an address once they signed on again', async () => {
    const account = await real.demo.world.newSignOnAccount();
    await atTheProof(real, account, path, async ({ page, press, isAdded }) => {
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('is told that another account signed on, and can sign on with theirs', async () => {
    const account = await real.demo.world.newSignOnAccount();
    const another = await real.demo.world.newSignOnAccount();
    await atTheProof(real, account, path, async ({ page, press, isTold, isAdded }) => {
      await signOnAsAnother(page, another, () => press(SIGN_ON));
      await isTold({ code: 'authRefused' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('may close the window, and open it again', async () => {
    const account = await real.demo.world.newSignOnAccount();
    await atTheProof(real, account, path, async ({ page, press, isTold, isAdded }) => {
      const window = await opened(page, () => press(SIGN_ON));
      await window.close();
      await isTold({ code: 'authNotCompleted' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('is told that the browser opened no window, and can allow it', async () => {
    const account = await real.demo.world.newSignOnAccount();
    await atTheProof(real, account, path, async ({ page, press, isTold, isAdded }) => {
      await page.evaluate(() => {
        const { open } = window;
        window.open = () => {
          window.open = open;
          return null;
        };
      });
      await press(SIGN_ON);
      await isTold({ code: 'popupBlocked' });
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('chooses the password, where they have one as well', async () => {
    const account = await bothWays(real);
    await atTheProof(real, account, path, async ({ press, enterPassword, isAdded }) => {
      await press(USE_PASSWORD);
      await enterPassword(account.password);
      await isAdded();
    });
  });

  it('chooses single sign-on, where they have a password as well', async () => {
    const account = await bothWays(real);
    await atTheProof(real, account, path, async ({ page, press, isAdded }) => {
      await press(SIGN_ON);
      await signOn(page, account, () => press(SIGN_ON));
      await isAdded();
    });
  });

  it('can still use the password after another account signed on', async () => {
    const account = await bothWays(real);
    const another = await real.demo.world.newSignOnAccount();
    await atTheProof(
      real,
      account,
      path,
      async ({ page, press, enterPassword, isTold, isAdded }) => {
        await press(SIGN_ON);
        await signOnAsAnother(page, another, () => press(SIGN_ON));
        await isTold({ code: 'authRefused' });
        await press(en.actions.back);
        await press(USE_PASSWORD);
        await enterPassword(account.password);
        await isAdded();
      },
    );
  });
}

async function bothWays({ demo: { world } }: Real) {
  return await world.givePassword(await world.newSignOnAccount());
}

type SettingsPage = ReturnType<typeof settingsPage>;
interface Proof extends SettingsPage {
  isTold(problem: Problem): Promise<void>;
  isAdded(): Promise<void>;
}

/** A page where an address is added by the account, its link opened, and who they are asked for. */
async function atTheProof(
  real: Real,
  { userId, accessToken, password = 'none' }: Account,
  path: string,
  prove: (proof: Proof) => Promise<void>,
): Promise<void> {
  const { world, url } = real.demo;
  await real.onPage(async (page) => {
    const alice = settingsPage(page);
    await page.route('**/real/account.json', (route) =>
      route.fulfill({ json: { homeserver: world.baseUrl, user: userId, password } }),
    );
    // The demo signs in with passwords alone; what it is about here comes after that.
    await page.route('**/_matrix/client/v3/login', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            headers: { 'Access-Control-Allow-Origin': '*' },
            json: { user_id: userId, access_token: accessToken },
          })
        : route.fallback(),
    );
    await page.goto(`${url}${path}?homeserver=real`);
    await page.getByText(`You are ${userId}`).waitFor();

    const address = `${randomUUID()}@example.org`;
    await alice.enterEmail(address);
    await alice.heading('Check your email').waitFor();
    const mail = page.getByRole('article').filter({ hasText: address });
    const window = await opened(page, () => mail.getByRole('link').click());
    await window.getByText('Your email has now been validated').waitFor();
    await window.close();
    await alice.press('Continue');
    await alice.heading('Confirm it is you').waitFor();
    await prove({
      ...alice,
      isTold: (problem) => alice.text(problemMessage(en, problem)).waitFor(),
      isAdded: () => alice.row(address).waitFor(),
    });
  });
}

async function opened(page: Page, open: () => Promise<void>): Promise<Page> {
  const [window] = await Promise.all([page.context().waitForEvent('page'), open()]);
  return window;
}

/** Signs on in the window that opens, which closes by itself. */
async function signOn(page: Page, account: Account, open: () => Promise<void>): Promise<void> {
  const window = await opened(page, open);
  const closed = window.waitForEvent('close');
  await answer(window, account);
  await closed;
}

/** Signs on in the window that opens, sees there that it is not right, and closes it. */
async function signOnAsAnother(page: Page, account: Account, open: () => Promise<void>) {
  const window = await opened(page, open);
  await answer(window, account);
  await window.getByText("That doesn't look right").waitFor();
  await window.close();
}

async function answer(window: Page, { userId }: Account): Promise<void> {
  await window.getByRole('link').click();
  const [name = ''] = userId.slice(1).split(':');
  await window.getByRole('button', { name }).click();
}
