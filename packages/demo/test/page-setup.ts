import {
  homeserverBehaviors,
  type Addresses,
  type JourneySetup,
  type Need,
} from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { createOutsideActions, type LinkOpener } from './outside-actions.ts';
import { createPageUser } from './page-user.ts';
import { PASSWORD } from './settings-page.ts';

/** The addresses of the demo's accounts. */
const addresses: Addresses = {
  home: 'alice@example.org',
  work: 'alice@work.example',
  taken: 'taken@example.org',
  takenNumber: {
    country: 'FR',
    typed: '06 99 88 77 66',
    shown: '+33 6 99 88 77 66',
    listed: '+33699887766',
  },
  fresh: 'alice@email-provider.org',
  other: 'carol@example.org',
  number: {
    country: 'FR',
    typed: '06 11 22 33 44',
    shown: '+33 6 11 22 33 44',
    listed: '+33611223344',
  },
  otherNumber: {
    country: 'FR',
    typed: '6 11 22 33 55',
    shown: '+33 6 11 22 33 55',
    listed: '+33611223355',
  },
};

/** The needs of journeys that a page of the demo meets. */
export const PROVIDED: readonly Need[] = [
  'clock',
  'faults',
  'identityServer',
  'blocked pop-ups',
  ...homeserverBehaviors,
];

/** The simulated homeserver's pages open within the page; another device has a button next to the email. */
function openerOn(page: Page): LinkOpener {
  return {
    async here(link) {
      await link.click();
      const window = page.getByRole('dialog');
      const text = await window.frameLocator('iframe').getByText(/\S/u).first().innerText();
      await window.getByRole('button', { name: 'Close this window' }).click();
      return text;
    },
    async onAnotherDevice(mail) {
      await mail.getByRole('button', { name: 'Open on another device' }).click();
      return await mail.getByRole('status').filter({ hasText: /\S/u }).innerText();
    },
  };
}

/** A user in front of the page, and the panel of the demo that controls the homeserver and the browser. */
export function setupOn(page: Page): JourneySetup {
  const check = (name: string, isOn: boolean) =>
    page.getByRole('checkbox', { name, exact: true }).setChecked(isOn);
  return {
    user: createPageUser(page, {
      password: PASSWORD,
      reload: () => page.getByRole('button', { name: 'Reload the app' }).click(),
      outside: createOutsideActions(page, openerOn(page)),
    }),
    addresses,
    controls: {
      // Without the pointer: a page of the homeserver may be open over the controls.
      nextRequest: (fault) =>
        page
          .getByRole('group', { name: 'The next request', includeHidden: true })
          .getByRole('button', { name: fault, includeHidden: true })
          .dispatchEvent('click'),
      homeserver: (behavior, isOn = true) => check(behavior, isOn),
      browser: (behavior, isOn = true) => check(behavior, isOn),
      anotherClientAdds: () => Promise.reject(new Error('The demo has no other client')),
    },
  };
}
