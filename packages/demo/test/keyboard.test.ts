import { en } from '@threepid/core/messages/en';
import type { HomeserverBehavior } from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { focused, hasFocus, tabTo } from './focus.ts';
import { settingsPage, PASSWORD, type SettingsPage } from './settings-page.ts';

const { open } = useBrowser();

/** Continues an addition before the link was opened, on a homeserver with this behavior. */
async function continueEarly(alice: SettingsPage, behavior: HomeserverBehavior): Promise<void> {
  const { page, button, heading } = alice;
  await alice.homeserver(behavior);
  await alice.enterEmail('alice@email-provider.org');
  await heading('Check your email').waitFor();
  await tabTo(page, button('Continue'));
  await page.keyboard.press('Enter');
}

/** Closes the open window with the keyboard, without doing anything in it. */
async function closeByKey(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Close this window' }));
  await page.keyboard.press('Enter');
}

describe.each(PAGES)('%s, by keyboard only', (_, path) => {
  it('moves the focus to what the user needs next while an email address is added', async () => {
    const { page, heading, field, button, ...alice } = settingsPage(await open(path));
    await button('Add an email address').waitFor();

    await tabTo(page, button('Add an email address'));
    await page.keyboard.press('Enter');
    await focused(field('Email address'));
    await page.keyboard.press('Enter');
    await alice.text('Enter an email address.').waitFor();
    await focused(field('Email address'));
    await page.keyboard.type('alice@email-provider.org');
    await page.keyboard.press('Enter');
    await focused(heading('Check your email'));

    await tabTo(page, button('Continue'));
    await page.keyboard.press('Enter');
    await focused(field('Account password'));
    await page.keyboard.type('not_my_password');
    await page.keyboard.press('Enter');
    await alice.text('That password is incorrect.').waitFor();
    await focused(field('Account password'));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await focused(heading('Check your email'));

    await tabTo(page, alice.link());
    await page.keyboard.press('Enter');
    await focused(page.getByRole('button', { name: 'Close this window' }));
    await page.keyboard.press('Enter');
    // The address is added automatically, which takes the focus from nothing else.
    await alice.row('alice@email-provider.org').waitFor();
    await focused(alice.link());
  });

  it("lets the user choose single sign-on and sign in on the homeserver's page", async () => {
    const alice = settingsPage(await open(path));
    const { page, heading, button } = alice;
    await continueEarly(alice, 'offers single sign-on');
    await focused(heading("Confirm it's you"));
    await tabTo(page, button('Use your account password'));
    await page.keyboard.press('Tab');
    await focused(button('Use single sign-on'));
    await page.keyboard.press('Enter');
    await alice.text('opens a new window').waitFor();
    await focused(heading("Confirm it's you"));
    await tabTo(page, button('Use single sign-on'));
    await page.keyboard.press('Enter');

    await closeByKey(page);
    await alice.text(en.problems.authNotCompleted({ code: 'authNotCompleted' })).waitFor();
    await focused(button('Use single sign-on'));
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('dialog[open] iframe');
    await tabTo(page, page.locator('dialog[open] iframe'));
    await frame.getByLabel('Account').waitFor();
    await tabTo(page, frame.getByLabel('Account'));
    await page.keyboard.type('alice');
    await page.keyboard.press('Enter');
    await focused(heading('Check your email'));
    await alice.text("We can't see yet that you opened the link.").waitFor();
  });

  it('lets the user close the captcha and try again', async () => {
    const alice = settingsPage(await open(path));
    const { page, button, field } = alice;
    await continueEarly(alice, 'requires a captcha before the password');
    const captcha = page.getByRole('dialog');
    await tabTo(page, captcha.getByRole('button', { name: 'Not now' }));
    await page.keyboard.press('Enter');
    await alice.text("We couldn't confirm it's you.").waitFor();
    await tabTo(page, button('Try again'));
    await page.keyboard.press('Enter');
    await tabTo(page, captcha.getByRole('button', { name: "I'm not a robot" }));
    await page.keyboard.press('Enter');
    await focused(field('Account password'));
  });

  it('keeps the focus on a button whose command is not possible', async () => {
    const { page, heading, button, field, ...alice } = settingsPage(await open(path));
    await alice.press('Add an email address');
    await field('Email address').fill('alice@email-provider.org');
    await tabTo(page, button('Continue'));
    await alice.nextRequest('gets no response');
    await button('Continue').focus();
    await page.keyboard.press('Enter');
    await focused(button('Sending…'));
    await tabTo(page, button('Cancel'));
    await page.keyboard.press('Enter');
    await focused(button('Add an email address'));

    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await button('Send another email').focus();
    await page.keyboard.press('Enter');
    await focused(button('Send another email'));
    expect(await alice.responsesOf('/email/requestToken')).toEqual(['no response', '200']);
  });

  it('focuses Cancel before a removal, and the next row after it', async () => {
    const { page, button, removeButton, row } = settingsPage(await open(path));
    await removeButton('alice@example.org').waitFor();
    await tabTo(page, removeButton('alice@example.org'));
    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await page.keyboard.press('Enter');
    await focused(removeButton('alice@example.org'));

    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await page.keyboard.press('Tab');
    await focused(button('Remove'));
    await page.keyboard.press('Enter');
    await row('alice@example.org').waitFor({ state: 'detached' });
    await focused(removeButton('alice@work.example'));
  });

  it('moves the focus to the heading after a removal that is not allowed', async () => {
    const { page, button, removeButton, heading, text, ...alice } = settingsPage(await open(path));
    await removeButton('alice@example.org').waitFor();
    await alice.homeserver('allows no changes');
    await tabTo(page, removeButton('alice@example.org'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await tabTo(page, button('Remove'));
    await page.keyboard.press('Enter');
    await text("doesn't allow").waitFor();
    await tabTo(page, button('Cancel'));
    await page.keyboard.press('Enter');
    await focused(heading('Email addresses'));
  });

  it('takes no focus from a user who is elsewhere on the page', async () => {
    const { page, heading, field, button, press, row, ...alice } = settingsPage(await open(path));
    await page.clock.install();
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await heading('Check your email').waitFor();
    await press('Add a phone number');
    await field('Phone number').fill('6 11');

    const stays = async () => {
      expect(await hasFocus(field('Phone number'))).toBe(true);
      expect(await field('Phone number').inputValue()).toBe('6 11');
    };

    await page.clock.fastForward(30_000);
    await expect.poll(() => alice.responsesOf('/account/3pid/add')).toHaveLength(3);
    await stays();

    await alice.nextRequest('requires the password again');
    await field('Phone number').focus();
    await page.clock.fastForward(30_000);
    await alice.text(en.problems.authRepeated({ code: 'authRepeated' })).waitFor();
    await stays();

    // The phone number's form has a button of the same name.
    await button('Continue', page.getByRole('region', { name: 'Check your email' })).click();
    await alice.enterPassword(PASSWORD);
    await expect.poll(() => alice.responsesOf('/account/3pid/add')).toHaveLength(6);
    await heading('Check your email').waitFor();
    await alice.openLink();
    await alice.closeWindow();
    await field('Phone number').focus();
    await page.clock.fastForward(30_000);
    await row('alice@email-provider.org').waitFor();
    await stays();
  });
});
