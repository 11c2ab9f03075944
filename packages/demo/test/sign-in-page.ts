import { createSimulatedHomeserver } from '@threepid/testing';
import { serveHomeserver } from '@threepid/testing/node';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export const USER = 'alice';
/** Another password than that of the simulated homeserver's Alice. */
export const PASSWORD = 'another password for alice';

/** Starts a homeserver with one account on another origin than the page's, for one test. */
export async function openHomeserver() {
  const homeserver = createSimulatedHomeserver();
  const { userId } = homeserver.addAccount({ userId: USER, password: PASSWORD });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@own.example' });
  const served = await serveHomeserver(homeserver);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await served.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { homeserver, baseUrl: served.baseUrl, userId, close };
}

/** The sign-in form, and the page after it. */
export function signInPage(page: Page) {
  const main = page.getByRole('main');
  const field = (name: string) => main.getByLabel(name, { exact: true });
  return {
    page,
    field,
    heading: (name: string) => main.getByRole('heading', { name, exact: true }),
    signInButton: main.getByRole('button', { name: 'Sign in', exact: true }),
    signOutButton: page.getByRole('button', { name: 'Sign out', exact: true }),
    alert: main.getByRole('alert'),
    async signIn(homeserver: string, { user = USER, password = PASSWORD } = {}): Promise<void> {
      await field('Homeserver').fill(homeserver);
      await field('Username').fill(user);
      await field('Password').fill(password);
      await main.getByRole('button', { name: 'Sign in', exact: true }).click();
    },
    /** The values of the fields. */
    async typed(): Promise<string[]> {
      const names = ['Homeserver', 'Username', 'Password'];
      return await Promise.all(names.map((name) => field(name).inputValue()));
    },
  };
}
