import { account as accountPanel } from './beside/account.ts';
import { byId, element, showParts, type PartLink } from './beside/element.ts';
import { requests } from './beside/requests.ts';
import { openClient, type Mount } from './client.ts';
import { observe } from './exchanges.ts';
import { focusHeading } from './focus.ts';
import { signInForm, type Remembered } from './sign-in/form.ts';
import type { SignInProblem } from './sign-in/problem.ts';
import { signIn, signOut, type Account, type Credentials } from './sign-in/sign-in.ts';

/** Where what belongs to an account is shown. */
interface Place {
  /** What has the account and the requests. */
  readonly column: HTMLElement;
  /** The ways to what else there is beside the page. */
  readonly parts: readonly PartLink[];
  /** What is said about the account. */
  readonly about: readonly Node[];
}

/**
 * Puts a page on a homeserver that is none of the demo's, once somebody has signed in to it. It says
 * `news` first.
 */
export function startOwnHomeserver(mount: Mount, news = ''): void {
  const { showForm } = openOwnHomeserver(mount, {
    column: byId('messages'),
    parts: [['requests', 'Requests']],
    about: [],
  });
  showForm({ homeserver: '', user: '' }, news);
}

/** A page without an account, and the two ways to one. */
export function openOwnHomeserver(mount: Mount, { column, parts, about }: Place) {
  const settings = byId('settings');
  const { fetch, onExchange } = observe((input, init) => globalThis.fetch(input, init));
  column.append(requests({ onExchange }));
  leadToSimulation();

  async function signInWith(typed: Credentials): Promise<SignInProblem | null> {
    const outcome = await signIn(typed, fetch);
    if (outcome.type === 'refused') return outcome.problem;
    showAccount(outcome.account, typed);
    return null;
  }

  /** Says `news` above the form. */
  function showForm(remembered: Remembered, news: string): void {
    settings.replaceChildren(signInForm(remembered, news, signInWith));
    showParts(['settings', 'Sign in'], ...parts);
    focusHeading(settings);
  }

  function showAccount(account: Account, { homeserver, user }: Remembered): void {
    const { baseUrl, userId, accessToken } = account;
    settings.replaceChildren();
    const close = openClient(mount, settings, {
      baseUrl,
      userId,
      getAccessToken: () => accessToken.reveal(),
      fetch,
    });
    const panel = accountPanel(account, about, async () => {
      close();
      panel.remove();
      settings.replaceChildren(element('p', { className: 'loading' }, 'Signing out…'));
      // What waited for this account waits for nobody now.
      sessionStorage.clear();
      const isEnded = await signOut(account, fetch);
      showForm(
        { homeserver, user },
        isEnded
          ? 'You are signed out.'
          : 'You are signed out here, but the homeserver did not confirm it.',
      );
    });
    column.prepend(panel);
    showParts(['settings', 'Settings'], ...parts, ['account', 'Account']);
    focusHeading(settings);
  }

  return { signIn: signInWith, showForm };
}

/** The header's ways to the pages stay on one's own homeserver; the other one leads back to the simulated one. */
function leadToSimulation(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.pages a')) {
    link.search = location.search;
  }
  const link = byId('other-homeserver');
  link.setAttribute('href', location.pathname);
  link.textContent = 'Use the simulated homeserver';
}
