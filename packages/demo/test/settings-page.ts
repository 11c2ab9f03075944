import { en } from '@threepid/core/messages/en';
import type { Fault, HomeserverBehavior } from '@threepid/testing/journeys';
import type { Locator, Page } from 'playwright-core';

/** A page of the demo with its panels. Everything is found by what a user sees. */
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
    /** The button that removes a threepid. */
    removeButton: (address: string) => button(en.actions.removeAddress(address)),
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

    /** The link in the newest email. */
    link: () => page.getByRole('region', { name: 'Mailbox' }).getByRole('link').first(),
    /** Opens the newest email's link, in a window over the page. */
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

    /** Chooses in the controls what happens to the next request. */
    nextRequest: (fault: Fault) =>
      page
        .getByRole('group', { name: 'The next request' })
        .getByRole('button', { name: fault })
        .click(),
    /** Chooses in the controls what the homeserver does. */
    homeserver: (behavior: HomeserverBehavior) =>
      page.getByRole('checkbox', { name: behavior, exact: true }).check(),
    reloadClient: () => page.getByRole('button', { name: 'Reload the app' }).click(),
    /** The responses of one endpoint so far, oldest first. */
    async responsesOf(endpoint: string): Promise<string[]> {
      const lines = page.getByRole('region', { name: 'Requests' });
      const requests = await lines.getByRole('listitem').filter({ hasText: endpoint }).all();
      const responses = await Promise.all(
        requests.map((line) => line.locator('strong').innerText()),
      );
      return responses.toReversed();
    },
  };
}
