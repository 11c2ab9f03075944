import { settleIn } from '@threepid/testing/inhabitants';
import type { Need, Scene } from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { createPerson } from '../test/person.ts';
import { createSurroundings, type Opening } from '../test/surroundings.ts';
import type { RealDemo } from './open-real-demo.ts';

/** The needs of journeys that a page on a real homeserver meets. */
export const PROVIDED: readonly Need[] = ['clock'];

/** Opens a page that is signed in to the real homeserver with a new account. */
export async function openRealScene(
  page: Page,
  path: string,
  { homeserver, url }: RealDemo,
): Promise<Scene> {
  const { account, addresses } = await settleIn(homeserver);
  const { userId: user, password } = account;
  // Replaces the account of `npm run start:synapse`. The page still gets its access token only by signing in.
  await page.route('**/real/account.json', (route) =>
    route.fulfill({ json: { homeserver: homeserver.baseUrl, user, password } }),
  );
  await page.clock.install();
  await page.goto(`${url}${path}?homeserver=real`);
  await page.getByText(`You are ${user}`).waitFor();
  const surroundings = createSurroundings(page, openingOf(page, homeserver));
  return {
    person: createPerson(page, { password, reload: () => page.reload(), surroundings }),
    addresses,
    fate: {
      nextRequest: () => Promise.reject(new Error('A real network cannot fail on request')),
      blocksWindows: () => Promise.reject(new Error('The settings of this browser cannot change')),
      homeserver: () => Promise.reject(new Error('The settings of this homeserver cannot change')),
    },
  };
}

/** How the user opens a mail's link, which leads to a page of the homeserver. */
function openingOf(page: Page, { openLink }: RealDemo['homeserver']): Opening {
  return {
    async here(link) {
      const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      const text = await opened.locator('body').innerText();
      await opened.close();
      await page.bringToFront();
      return text.trim();
    },
    elsewhere: async (_, url) => (await openLink(url)).text,
  };
}
