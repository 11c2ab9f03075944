import { en } from '@threepid/core/messages/en';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { focused, hasFocus, tabTo } from './keys.ts';
import { settingsPage, PASSWORD, type SettingsPage } from './settings-page.ts';

const { open } = useBrowser();

/** Asks a homeserver of this habit to add an address, whose link was not opened. */
async function asksToAdd(alice: SettingsPage, habit: string): Promise<void> {
  const { page, button, heading } = alice;
  await alice.homeserver(habit);
  await alice.enterEmail('alice@email-provider.org');
  await heading('Check your email').waitFor();
  await tabTo(page, button('Continue'));
  await page.keyboard.press('Enter');
}

/** Closes the window that is open without doing anything in it. */
async function closeByKey(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Close this window' }));
  await page.keyboard.press('Enter');
}

describe.each(PAGES)('%s, with the keyboard alone', (_, path) => {
  it('adds an email address, and the focus is where the eye is', async () => {
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
    await alice.text('That password is not correct.').waitFor();
    await focused(field('Account password'));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await focused(heading('Check your email'));

    await tabTo(page, alice.link());
    await page.keyboard.press('Enter');
    await focused(page.getByRole('button', { name: 'Close this window' }));
    await page.keyboard.press('Enter');
    await focused(alice.link());
    await tabTo(page, button('Continue'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await focused(heading('Email addresses'));
    await alice.row('alice@email-provider.org').waitFor();
  });

  it("chooses how to confirm, and signs on on the homeserver's page", async () => {
    const alice = settingsPage(await open(path));
    const { page, heading, button } = alice;
    await asksToAdd(alice, 'offers single sign-on');
    await focused(heading('Confirm it is you'));
    await tabTo(page, button('Use your account password'));
    await page.keyboard.press('Tab');
    await focused(button('Use single sign-on'));
    await page.keyboard.press('Enter');
    await alice.text('in a window that opens').waitFor();
    await focused(heading('Confirm it is you'));
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

  it('solves what the app asks, or does not and is asked again', async () => {
    const alice = settingsPage(await open(path));
    const { page, button, field } = alice;
    await asksToAdd(alice, 'requires a captcha before the password');
    const captcha = page.getByRole('dialog');
    await tabTo(page, captcha.getByRole('button', { name: 'Not now' }));
    await page.keyboard.press('Enter');
    await alice.text('Confirming it is you did not work.').waitFor();
    await tabTo(page, button('Try again'));
    await page.keyboard.press('Enter');
    await tabTo(page, captcha.getByRole('button', { name: 'I am no robot' }));
    await page.keyboard.press('Enter');
    await focused(field('Account password'));
  });

  it('keeps the focus on a button that has nothing to do yet', async () => {
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
    expect(await alice.answersOf('/email/requestToken')).toEqual(['no answer', '200']);
  });

  it('removes an address: cancelling comes first, and then the next row', async () => {
    const { page, button, row } = settingsPage(await open(path));
    await button('Remove alice@example.org').waitFor();
    await tabTo(page, button('Remove alice@example.org'));
    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await page.keyboard.press('Enter');
    await focused(button('Remove alice@example.org'));

    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await page.keyboard.press('Tab');
    await focused(button('Remove'));
    await page.keyboard.press('Enter');
    await row('alice@example.org').waitFor({ state: 'detached' });
    await focused(button('Remove alice@work.example'));
  });

  it('leaves a removal that is refused for good, and is at the list', async () => {
    const { page, button, heading, text, ...alice } = settingsPage(await open(path));
    await button('Remove alice@example.org').waitFor();
    await alice.homeserver('allows no changes');
    await tabTo(page, button('Remove alice@example.org'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await focused(button('Cancel'));
    await tabTo(page, button('Remove'));
    await page.keyboard.press('Enter');
    await text('does not allow').waitFor();
    await tabTo(page, button('Cancel'));
    await page.keyboard.press('Enter');
    await focused(heading('Email addresses'));
  });

  it('takes the focus from nobody who is elsewhere', async () => {
    const { page, heading, field, press, row, ...alice } = settingsPage(await open(path));
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
    await expect.poll(() => alice.answersOf('/account/3pid/add')).toHaveLength(3);
    await stays();

    await alice.nextRequest('requires the password again');
    await field('Phone number').focus();
    await page.clock.fastForward(30_000);
    await heading('Confirm it is you').waitFor();
    await stays();

    await alice.enterPassword(PASSWORD);
    await expect.poll(() => alice.answersOf('/account/3pid/add')).toHaveLength(6);
    await alice.enterPassword(PASSWORD);
    await heading('Check your email').waitFor();
    await alice.openLink();
    await alice.closeWindow();
    await field('Phone number').focus();
    await page.clock.fastForward(30_000);
    await row('alice@email-provider.org').waitFor();
    await stays();
  });
});
