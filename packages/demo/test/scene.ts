import {
  homeserverHabits,
  type Addresses,
  type Need,
  type Scene,
} from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { createPerson } from './person.ts';
import { PASSWORD } from './settings-page.ts';
import { createSurroundings, type Opening } from './surroundings.ts';

/** Who has what in the world of the demo. */
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

/** What a page of the demo can give to a story. */
export const PROVIDED: readonly Need[] = [
  'clock',
  'faults',
  'identityServer',
  'blocked windows',
  ...homeserverHabits,
];

/** The simulated homeserver's pages open within the page, and another device beside the mail. */
function openingOn(page: Page): Opening {
  return {
    async here(link) {
      await link.click();
      const window = page.getByRole('dialog');
      const text = await window.frameLocator('iframe').getByText(/\S/u).first().innerText();
      await window.getByRole('button', { name: 'Close this window' }).click();
      return text;
    },
    async elsewhere(mail) {
      await mail.getByRole('button', { name: 'Open on another device' }).click();
      return await mail.getByRole('status').filter({ hasText: /\S/u }).innerText();
    },
  };
}

/** A person in front of the page, and the panel beside it that deals their fate. */
export function sceneOn(page: Page): Scene {
  return {
    person: createPerson(page, {
      password: PASSWORD,
      reload: () => page.getByRole('button', { name: 'Reload the client' }).click(),
      surroundings: createSurroundings(page, openingOn(page)),
    }),
    addresses,
    fate: {
      nextRequest: (fault) =>
        page
          .getByRole('group', { name: 'The next request' })
          .getByRole('button', { name: fault })
          .click(),
      homeserver: (habit, isSo = true) =>
        page.getByRole('checkbox', { name: habit }).setChecked(isSo),
      blocksWindows: (isSo = true) =>
        page.getByRole('checkbox', { name: 'opens no windows' }).setChecked(isSo),
    },
  };
}
