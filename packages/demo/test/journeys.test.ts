import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { createPerson, PASSWORD, type Person } from './person.ts';

const open = useBrowser();

describe.each(PAGES)('%s', (_, path) => {
  async function person(): Promise<Person> {
    return createPerson(await open(path));
  }

  it('adds an email address with one password, although the link is opened late', async () => {
    const { press, heading, text, row, ...alice } = await person();
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await text("We can't see yet that you opened the link.").waitFor();

    await alice.openLink();
    await alice.closeWindow();
    await press('Continue');
    await row('alice@email-provider.org').waitFor();
    await text('alice@email-provider.org was added to your account.').waitFor();
    expect(await alice.answersOf('/account/3pid/add')).toEqual([
      '401',
      '400 M_THREEPID_AUTH_FAILED',
      '200',
    ]);
  });

  it('adds the email address by itself when the person comes back from the link', async () => {
    const { page, press, heading, text, row, ...alice } = await person();
    await page.clock.install();
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await text('the address is then added by itself').waitFor();

    await alice.openLink();
    await alice.closeWindow();
    // Less than the half minute after which the homeserver would be asked anyway.
    await page.clock.fastForward(6_000);
    await row('alice@email-provider.org').waitFor();
    await expect.poll(() => alice.answersOf('/account/3pid/add')).toHaveLength(3);
  });

  it('adds a phone number after a wrong code and a wrong password', async () => {
    const { press, field, text, row, ...alice } = await person();
    await alice.enterPhone('FR', '06 11 22 33 44');
    await text('A text message has been sent to +33 6 11 22 33 44.').waitFor();
    const code = await alice.code();
    await field('Verification code').fill('000');
    await press('Continue');
    await text("That code didn't work.").waitFor();
    expect(await field('Verification code').inputValue()).toBe('000');

    await field('Verification code').fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await press('Continue');
    await alice.enterPassword('not_my_password');
    await text('That password is not correct.').waitFor();
    expect(await field('Account password').inputValue()).toBe('');
    await alice.enterPassword(PASSWORD);
    await row('+33611223344').waitFor();
    expect(await alice.answersOf('/account/3pid/add')).toEqual(['401', '401 M_FORBIDDEN', '200']);
  });

  it('takes a password after a wrong one that the homeserver forgot the session of', async () => {
    const { press, heading, text, row, ...alice } = await person();
    await alice.homeserver('starts over after a wrong password');
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await alice.openLink();
    await alice.closeWindow();
    await press('Continue');
    await alice.enterPassword('not_my_password');
    await text('That password is not correct.').waitFor();
    await alice.enterPassword(PASSWORD);
    await row('alice@email-provider.org').waitFor();
  });

  it('removes nothing that the person does not confirm', async () => {
    const { button, press, row, ...alice } = await person();
    await press('Remove alice@example.org');
    await press('Cancel');
    await button('Remove alice@example.org').waitFor();
    expect(await row('alice@example.org').count()).toBe(1);
    expect(await alice.answersOf('/account/3pid/delete')).toEqual([]);
  });

  it('removes an address, and says what an identity server may still know', async () => {
    const { settings, press, row } = await person();
    const notice = settings.getByRole('status').first();
    await press('Remove alice@work.example');
    await press('Remove');
    await row('alice@work.example').waitFor({ state: 'detached' });
    expect(await notice.innerText()).toBe('alice@work.example was removed from your account.');

    await press('Remove alice@example.org');
    await settings.getByText('the only email address on your account').waitFor();
    await press('Remove');
    await row('alice@example.org').waitFor({ state: 'detached' });
    expect(await notice.innerText()).toContain('it may still be found there');
  });

  it.each([
    ['', 'Enter an email address.'],
    ['alice at example.org', 'Enter an email address like name@example.org.'],
    ['taken@example.org', 'This email address is already in use.'],
    ['ALICE@example.org', 'This email address is already on your account.'],
  ])(
    'says at the field what is wrong with the email address "%s", and keeps it',
    async (address, problem) => {
      const { field, text, ...alice } = await person();
      await alice.enterEmail(address);
      await text(problem).waitFor();
      const { value, invalid, description } = await field('Email address').evaluate((input) => ({
        value: input instanceof HTMLInputElement && input.value,
        invalid: input.getAttribute('aria-invalid'),
        description: document.getElementById(input.getAttribute('aria-describedby') ?? '')
          ?.textContent,
      }));
      expect({ value, invalid }).toEqual({ value: address, invalid: 'true' });
      expect(description).toContain(problem);
    },
  );

  it('says at the field that a phone number is taken, and keeps number and country', async () => {
    const { field, text, ...alice } = await person();
    await alice.enterPhone('FR', '06 99 88 77 66');
    await text('This phone number is already in use.').waitFor();
    expect(await field('Phone number').inputValue()).toBe('06 99 88 77 66');
    expect(await field('Country').inputValue()).toBe('FR');
  });

  it('offers the country of the browser at first', async () => {
    const { press, field } = createPerson(await open(path, { locale: 'fr-CH' }));
    await press('Add a phone number');
    expect(await field('Country').inputValue()).toBe('CH');
  });

  it('looks whether the address was added where the answer to that is lost', async () => {
    const { press, heading, field, row, ...alice } = await person();
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await alice.openLink();
    await alice.closeWindow();
    await press('Continue');
    await field('Account password').waitFor();
    await alice.nextRequest('arrives, but its answer does not');
    await alice.enterPassword(PASSWORD);
    await row('alice@email-provider.org').waitFor();
    expect(await alice.answersOf('/account/3pid/add')).toEqual(['401', 'no answer']);
  });

  it('goes on with a validation after a reload', async () => {
    const { press, heading, row, ...alice } = await person();
    await alice.enterEmail('alice@email-provider.org');
    await heading('Check your email').waitFor();
    await alice.reloadClient();
    await heading('Check your email').waitFor();
    await alice.openLink();
    await alice.closeWindow();
    await press('Continue');
    await alice.enterPassword(PASSWORD);
    await row('alice@email-provider.org').waitFor();
  });

  it('leaves the list readable where nobody may change it', async () => {
    const { settings, text, row, ...alice } = await person();
    await row('alice@example.org').waitFor();
    await alice.homeserver('allows no changes');
    await alice.reloadClient();
    await text('does not allow changing').waitFor();
    expect(await row('alice@example.org').count()).toBe(1);
    expect(await settings.getByRole('button').count()).toBe(0);
  });
});
