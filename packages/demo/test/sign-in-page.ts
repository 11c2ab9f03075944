import { createSimulatedHomeserver } from '@threepid/testing';
import { serveHomeserver } from '@threepid/testing/node';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export const USER = 'alice';
/** Not the password of the demo's own Alice. */
export const PASSWORD = 'a password of nobody else';

/** A homeserver of another origin than the page's, with an account on it, for one test. */
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

/** The form that signs in, and what there is once it did. */
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
      await field('User name').fill(user);
      await field('Password').fill(password);
      await main.getByRole('button', { name: 'Sign in', exact: true }).click();
    },
    /** What the fields hold. */
    async typed(): Promise<string[]> {
      const names = ['Homeserver', 'User name', 'Password'];
      return await Promise.all(names.map((name) => field(name).inputValue()));
    },
  };
}
