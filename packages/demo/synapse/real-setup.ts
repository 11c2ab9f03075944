import type { JourneySetup, Need } from '@threepid/testing/journeys';
import { createTestAccounts } from '@threepid/testing/test-accounts';
import type { Page } from 'playwright-core';
import { createOutsideActions, type LinkOpener } from '../test/outside-actions.ts';
import { createPageUser } from '../test/page-user.ts';
import type { RealDemo } from './open-real-demo.ts';

/** The needs of journeys that a page on a real homeserver meets. */
export const PROVIDED: readonly Need[] = ['clock', 'another client'];

/** Opens a page that is signed in to the real homeserver with a new account. */
export async function openRealSetup(
  page: Page,
  path: string,
  { homeserver, url }: RealDemo,
): Promise<JourneySetup> {
  const { account, addresses } = await createTestAccounts(homeserver);
  const { userId: user, password } = account;
  // Replaces the account of `npm run start:synapse`. The page still gets its access token only by signing in.
  await page.route('**/real/account.json', (route) =>
    route.fulfill({ json: { homeserver: homeserver.baseUrl, user, password } }),
  );
  await page.clock.install();
  await page.goto(`${url}${path}?homeserver=real`);
  await page.getByText(`Signed in as ${user}`).waitFor();
  const outside = createOutsideActions(page, openerOf(page, homeserver));
  return {
    user: createPageUser(page, { password, reload: () => page.reload(), outside }),
    addresses,
    controls: {
      nextRequest: () => Promise.reject(new Error('A real network cannot fail on request')),
      browser: () => Promise.reject(new Error('The settings of this browser cannot change')),
      homeserver: () => Promise.reject(new Error('The settings of this homeserver cannot change')),
      anotherClientAdds: (address) => homeserver.give(account, { medium: 'email', address }),
    },
  };
}

/** How the user opens a mail's link, which leads to a page of the homeserver. */
function openerOf(page: Page, { openLink }: RealDemo['homeserver']): LinkOpener {
  return {
    async here(link) {
      const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      const text = await opened.locator('body').innerText();
      await opened.close();
      await page.bringToFront();
      return text.trim();
    },
    onAnotherDevice: async (_, url) => (await openLink(url)).text,
  };
}
