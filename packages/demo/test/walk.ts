import type { Notice } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { Fault } from '@threepid/testing/journeys';
import { seeRetry } from './retry.ts';
import { PASSWORD, type SettingsPage } from './settings-page.ts';

/** Called on every screen, with its name. */
type Visit = (screen: string) => Promise<void>;

/** Visits every screen of a page of the demo, without reloading the page. */
export async function walk(settings: SettingsPage, visit: Visit): Promise<void> {
  const { page, heading, field, button, row, text, press } = settings;
  const notice = (of: Notice) => text(en.list.notice(of));
  const see = async (screen: string, seen: { waitFor(): Promise<void> }) => {
    await seen.waitFor();
    await visit(screen);
  };
  const failRequests = async (count: number, fault: Fault) => {
    for (let request = 0; request < count; request += 1) await settings.nextRequest(fault);
  };

  await page.clock.install();
  await see('list', row('alice@example.org'));

  await press('Add an email address');
  await see('email', field('Email address'));
  await press('Continue');
  await see('email, empty', text('Enter an email address.'));
  await field('Email address').fill('taken@example.org');
  await press('Continue');
  await see('email, taken', text('already in use'));
  await field('Email address').fill('alice@email-provider.org');
  await failRequests(3, 'fails');
  await press('Continue');
  await seeRetry(page, page.locator('main'), () => visit('email, retried'));
  await seeRetry(page, page.locator('main'));
  await see('email, failed', text('Something went wrong on the server.'));
  await settings.nextRequest('gets no response');
  await press('Continue');
  await see('email, sending', button('Sending…'));
  await press('Cancel');

  await settings.enterEmail('alice@email-provider.org');
  await see('link', heading('Check your email'));
  await press('Continue');
  await see('password', field('Account password'));
  await settings.enterPassword('not_my_password');
  await see('password, wrong', text('That password is incorrect.'));
  await settings.enterPassword(PASSWORD);
  await see('link, not opened', text("We can't see yet that you opened the link."));
  await settings.openLink();
  // The client polls soon, so the window may stay open only until the address is added.
  await settings.closeWindow();
  await row('alice@email-provider.org').waitFor();
  await see(
    'email added',
    notice({ type: 'added', medium: 'email', address: 'alice@email-provider.org' }),
  );

  await press('Add a phone number');
  await see('phone', field('Phone number'));
  await field('Country').selectOption('FR');
  await field('Phone number').fill('6 99 88 77 66');
  await press('Continue');
  await see('phone, taken', text('already in use'));
  await field('Phone number').fill('6 11 22 33 44');
  await press('Continue');
  await see('code', heading('Check your phone'));
  await field('Verification code').fill('111');
  await press('Continue');
  await see('code, wrong', text("That code didn't work."));
  await settings.reloadClient();
  await see('code, after a reload', heading('Check your phone'));
  await field('Verification code').fill(await settings.code());
  await press('Continue');
  await field('Account password').waitFor();
  await press('Back');
  await see('code accepted', heading('Code accepted'));
  await press('Continue');
  await settings.enterPassword(PASSWORD);
  await row('+33611223344').waitFor();
  await see(
    'phone added',
    notice({ type: 'added', medium: 'msisdn', address: '+33 6 11 22 33 44' }),
  );

  await press(en.actions.removeAddress('alice@work.example'));
  await see('removal', button('Remove'));
  await settings.nextRequest('gets no response');
  await press('Remove');
  await see('removal, in progress', button('Removing…'));
  await press('Cancel');
  await button(en.actions.removeAddress('alice@work.example')).waitFor();
  await press(en.actions.removeAddress('+33611223344'));
  await see('removal of the last one', text('To add it again'));
  await press('Remove');
  await see(
    'removed',
    notice({
      type: 'removed',
      threepid: { medium: 'msisdn', address: '33611223344' },
      unbindResult: 'no-support',
    }),
  );

  await settings.homeserver('accepts no passwords');
  await settings.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('unsupported stage', text("in a way this app doesn't support"));
  await press('Cancel');
  await settings.homeserver('offers single sign-on');
  await settings.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('stages to choose', button('Use single sign-on'));
  await press('Use single sign-on');
  await see('page to open', text('sign in again with single sign-on'));
  await press('Use single sign-on');
  await see('page, open', page.frameLocator('iframe').getByLabel('Account'));
  await settings.closeWindow();
  await see('page, closed too early', text("You haven't finished yet."));
  await press('Cancel');
  await settings.homeserver('requires a captcha before the password');
  await settings.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('captcha', page.getByRole('button', { name: "I'm not a robot" }));
  await page.getByRole('button', { name: 'Not now' }).click();
  await see('captcha, not solved', text("We couldn't confirm it's you."));
  // The list, the capabilities, and the list twice again.
  await failRequests(4, 'never arrives');
  await settings.reloadClient();
  await see('list, no network', text("We can't reach your server."));
  await settings.homeserver('allows no changes');
  await press('Try again');
  await see('list, no changes', text("doesn't allow changes"));
  await settings.homeserver('manages accounts elsewhere');
  await settings.reloadClient();
  await see('list, changed elsewhere', text('on your account page'));
  await page.getByRole('heading', { level: 1 }).waitFor();
}
