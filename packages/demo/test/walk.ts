import { seeRetry } from './retry.ts';
import { PASSWORD, type SettingsPage } from './settings-page.ts';

/** Called on every screen that a person can meet, with what it is. */
type Visit = (screen: string) => Promise<void>;

/** Walks over every screen of the page in one life, with one person. */
export async function walk(person: SettingsPage, visit: Visit): Promise<void> {
  const { page, heading, field, button, row, text, press } = person;
  const see = async (screen: string, seen: { waitFor(): Promise<void> }) => {
    await seen.waitFor();
    await visit(screen);
  };
  const loseRequests = async (count: number, fault: string) => {
    for (let request = 0; request < count; request += 1) await person.nextRequest(fault);
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
  await loseRequests(3, 'fails');
  await press('Continue');
  await seeRetry(page, page.locator('main'), () => visit('email, tried again'));
  await seeRetry(page, page.locator('main'));
  await see('email, homeserver in trouble', text('did not answer as it should'));
  await person.nextRequest('gets no response');
  await press('Continue');
  await see('email, sending', button('Sending…'));
  await press('Cancel');

  await person.enterEmail('alice@email-provider.org');
  await see('link', heading('Check your email'));
  await press('Continue');
  await see('password', field('Account password'));
  await person.enterPassword('not_my_password');
  await see('password, wrong', text('That password is not correct.'));
  await person.enterPassword(PASSWORD);
  await see('link, not opened', text("We can't see yet that you opened the link."));
  await person.openLink();
  await visit('link, opened');
  await person.closeWindow();
  await press('Continue');
  await row('alice@email-provider.org').waitFor();
  await see('email added', text('alice@email-provider.org was added to your account.'));

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
  await person.reloadClient();
  await see('code, after a reload', heading('Check your phone'));
  await field('Verification code').fill(await person.code());
  await press('Continue');
  await field('Account password').waitFor();
  await press('Back');
  await see('code accepted', heading('The code is right'));
  await press('Continue');
  await person.enterPassword(PASSWORD);
  await row('+33611223344').waitFor();
  await see('phone added', text('+33 6 11 22 33 44 was added to your account.'));

  await press('Remove alice@work.example');
  await see('removal', button('Remove'));
  await person.nextRequest('gets no response');
  await press('Remove');
  await see('removal, under way', button('Removing…'));
  await press('Cancel');
  await button('Remove alice@work.example').waitFor();
  await press('Remove +33611223344');
  await see('removal of the last one', text('To add it again'));
  await press('Remove');
  await see('removed', text('+33611223344 was removed from your account.'));

  await person.homeserver('accepts no passwords');
  await person.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('password not accepted', text('in a way that is not possible here'));
  await press('Cancel');
  await person.homeserver('offers single sign-on');
  await person.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('ways to confirm', button('Use single sign-on'));
  await press('Use single sign-on');
  await see('page to open', text('sign in with single sign-on once more'));
  await press('Use single sign-on');
  await see('page, open', page.frameLocator('iframe').getByLabel('Account'));
  await person.closeWindow();
  await see('page, closed too early', text('has not seen yet that you confirmed'));
  await press('Cancel');
  await person.homeserver('requires a captcha before the password');
  await person.enterEmail('carol@example.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await see('captcha', page.getByRole('button', { name: 'I am no robot' }));
  await page.getByRole('button', { name: 'Not now' }).click();
  await see('captcha, given up', text('Confirming it is you did not work.'));
  // The list, what may be changed, and the list twice more.
  await loseRequests(4, 'never arrives');
  await person.reloadClient();
  await see('list, homeserver not reached', text('The homeserver cannot be reached.'));
  await person.homeserver('allows no changes');
  await press('Try again');
  await see('list, no changes', text('does not allow changing'));
  await person.homeserver('manages accounts elsewhere');
  await person.reloadClient();
  await see('list, changed elsewhere', text('changed on another page'));
  await page.getByRole('heading', { level: 1 }).waitFor();
}
