import type { Locator, Page } from 'playwright-core';

/** What there is on a page of the demo and in the world beside it, by what a person sees there. */
export type SettingsPage = ReturnType<typeof settingsPage>;

export const PASSWORD = 'weak_password';

export function settingsPage(page: Page) {
  const settings = page.getByRole('main');
  const button = (name: string, within: Locator = settings) =>
    within.getByRole('button', { name, exact: true });

  return {
    page,
    settings,
    heading: (name: string) => settings.getByRole('heading', { name, exact: true }),
    field: (name: string) => settings.getByLabel(name, { exact: true }),
    button,
    text: (text: string) => settings.getByText(text),
    /** The row of a threepid on the account. */
    row: (address: string) => settings.getByRole('listitem').filter({ hasText: address }),
    press: (name: string) => button(name).click(),

    /** Starts an addition and submits the address. */
    async enterEmail(address: string) {
      await button('Add an email address').click();
      await settings.getByLabel('Email address', { exact: true }).fill(address);
      await button('Continue').click();
    },
    async enterPhone(country: string, number: string) {
      await button('Add a phone number').click();
      await settings.getByLabel('Country').selectOption(country);
      await settings.getByLabel('Phone number', { exact: true }).fill(number);
      await button('Continue').click();
    },
    async enterPassword(password: string) {
      await settings.getByLabel('Account password').fill(password);
      await button('Confirm').click();
    },

    /** The link in the newest mail. */
    link: () => page.getByRole('region', { name: 'Mailbox' }).getByRole('link').first(),
    /** Opens the newest mail's link, as in another window. */
    async openLink() {
      await page.getByRole('region', { name: 'Mailbox' }).getByRole('link').first().click();
      await page
        .frameLocator('iframe')
        .getByText('Your email has now been validated, please return to your client.')
        .waitFor();
    },
    closeWindow: () => page.getByRole('button', { name: 'Close this window' }).click(),
    /** The code of the newest text message. */
    async code(): Promise<string> {
      const text = page.getByRole('region', { name: 'Phone' }).getByText('validation code');
      return /\d{6}/u.exec(await text.first().innerText())?.[0] ?? '';
    },

    /** What befalls the next request, by the words of the panel. */
    nextRequest: (fault: string) =>
      page
        .getByRole('group', { name: 'The next request' })
        .getByRole('button', { name: fault })
        .click(),
    homeserver: (setting: string) => page.getByRole('checkbox', { name: setting }).check(),
    reloadClient: () => page.getByRole('button', { name: 'Reload the client' }).click(),
    /** What was asked of one endpoint so far and how it was answered, oldest first. */
    async answersOf(endpoint: string): Promise<string[]> {
      const lines = page.getByRole('region', { name: 'Requests' });
      const asked = await lines.getByRole('listitem').filter({ hasText: endpoint }).all();
      const answers = await Promise.all(asked.map((line) => line.locator('strong').innerText()));
      return answers.toReversed();
    },
  };
}
