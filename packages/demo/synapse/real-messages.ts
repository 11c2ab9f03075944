import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { PASSWORD, settingsPage } from '../test/settings-page.ts';
import type { RealDemoFixture } from './use-real-demo.ts';

/** What the test adds. Both pages use the same account, so each adds its own addresses. */
interface AddressesToAdd {
  readonly email: string;
  readonly typed: string;
  readonly listed: string;
}

/** Tests that a user can add an address and a number with a real mail and a real text message. */
export function testRealMessages(
  real: RealDemoFixture,
  path: string,
  { email, typed, listed }: AddressesToAdd,
): void {
  const add = async (page: Page) => {
    const { heading, press, field, row, removeButton, ...alice } = settingsPage(page);
    const sentTo = (address: string) =>
      page.getByRole('article').filter({ has: page.getByText(address, { exact: true }) });
    await page.goto(`${real.demo.url}${path}?homeserver=real`);
    await page.getByText(`Signed in as ${real.demo.userId}`).waitFor();
    // A deployed client is also on another origin than its homeserver.
    const tokenRequest = page.waitForRequest((request) => request.url().includes('/requestToken'));

    await alice.enterEmail(email);
    expect(new URL((await tokenRequest).url()).origin).not.toBe(new URL(page.url()).origin);
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

    // The list comes from the homeserver again.
    await page.reload();
    await removeButton(email).waitFor();
    await removeButton(listed).waitFor();
  };

  it('adds an address with a real mail and a number with a real text message', () =>
    real.onPage(add));
}
