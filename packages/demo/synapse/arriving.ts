import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { PASSWORD, settingsPage } from '../test/settings-page.ts';
import type { Real } from './use-real-demo.ts';

/** What the account of the page itself adds; other pages add to it meanwhile. */
interface Adding {
  readonly email: string;
  readonly typed: string;
  readonly listed: string;
}

/** Adds what a real mail and a real text prove, as somebody does who opens the page. */
export function addWhatArrives(real: Real, path: string, { email, typed, listed }: Adding): void {
  const add = async (page: Page) => {
    const { heading, press, field, row, button, ...alice } = settingsPage(page);
    const sentTo = (address: string) =>
      page.getByRole('article').filter({ has: page.getByText(address, { exact: true }) });
    await page.goto(`${real.demo.url}${path}?homeserver=real`);
    await page.getByText(`You are ${real.demo.userId}`).waitFor();
    // A deployed client is no page of its homeserver either.
    const asked = page.waitForRequest((request) => request.url().includes('/requestToken'));

    await alice.enterEmail(email);
    expect(new URL((await asked).url()).origin).not.toBe(new URL(page.url()).origin);
    await heading('Check your email').waitFor();
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      sentTo(email).getByRole('link').click(),
    ]);
    await opened.getByText('Your email has now been validated').waitFor();
    await opened.close();
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await row(email).waitFor();

    await alice.enterPhone('FR', typed);
    await heading('Check your phone').waitFor();
    const text = sentTo(listed).getByText('validation code');
    await field('Verification code').fill(/\d{6}/u.exec(await text.innerText())?.[0] ?? '');
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await row(listed).waitFor();

    // The homeserver itself has them now.
    await page.reload();
    await button(`Remove ${email}`).waitFor();
    await button(`Remove ${listed}`).waitFor();
  };

  it('adds what a real mail and a real text prove', () => real.onPage(add));
}
