import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { focused, hasFocus, tabTo } from './keys.ts';
import { settingsPage, PASSWORD } from './settings-page.ts';

const { open } = useBrowser();

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

  it('keeps the focus on a button that has nothing to do yet', async () => {
    const { page, heading, button, field, ...alice } = settingsPage(await open(path));
    await alice.press('Add an email address');
    await field('Email address').fill('alice@email-provider.org');
    await tabTo(page, button('Continue'));
    await alice.nextRequest('waits for ever');
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

    await alice.nextRequest('needs the password again');
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
