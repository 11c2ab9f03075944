import { settleIn } from '@threepid/testing/inhabitants';
import type { Need, Scene } from '@threepid/testing/journeys';
import type { Page } from 'playwright-core';
import { createPerson } from '../test/person.ts';
import { createSurroundings, type Opening } from '../test/surroundings.ts';
import type { RealDemo } from './open-real-demo.ts';

/** What a page on a real homeserver can give to a story. */
export const PROVIDED: readonly Need[] = ['clock'];

/** A person with a new account on the real homeserver, in front of a page that is signed in to it. */
export async function openRealScene(
  page: Page,
  path: string,
  { world, url }: RealDemo,
): Promise<Scene> {
  const { account, addresses } = await settleIn(world);
  const { userId: user, password } = account;
  // As for the one account that `npm run start:synapse` makes: no token goes into a page but by signing in.
  await page.route('**/real/account.json', (route) =>
    route.fulfill({ json: { homeserver: world.baseUrl, user, password } }),
  );
  await page.clock.install();
  await page.goto(`${url}${path}?homeserver=real`);
  await page.getByText(`You are ${user}`).waitFor();
  const surroundings = createSurroundings(page, openingOf(page, world));
  return {
    person: createPerson(page, { password, reload: () => page.reload(), surroundings }),
    addresses,
    fate: {
      nextRequest: () => Promise.reject(new Error('A real network fails when it likes')),
      blocksWindows: () => Promise.reject(new Error('This browser stays as it is')),
      homeserver: () => Promise.reject(new Error('This homeserver stays as it is')),
    },
  };
}

/** The link leads to the homeserver's own page. */
function openingOf(page: Page, { openLink }: RealDemo['world']): Opening {
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
