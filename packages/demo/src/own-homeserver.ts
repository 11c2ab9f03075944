import { openClient, type Mount } from './client.ts';
import { focusHeading } from './focus.ts';
import { account as accountPanel } from './panels/account.ts';
import { byId, element, showSectionLinks, type SectionLink } from './panels/element.ts';
import { requests } from './panels/requests.ts';
import { logRequests } from './request-log.ts';
import { signInForm, type InitialValues } from './sign-in/form.ts';
import type { SignInProblem } from './sign-in/problem.ts';
import { signIn, signOut, type Account, type Credentials } from './sign-in/sign-in.ts';

/** Where and with what an account is shown. */
interface AccountDisplay {
  /** Holds the account and the requests. */
  readonly column: HTMLElement;
  /** Links to the panels next to the settings. */
  readonly links: readonly SectionLink[];
  /** Details about the account. */
  readonly details: readonly Node[];
}

/** Starts a page on the homeserver that the user signs in to, with `notice` above the form. */
export function startOwnHomeserver(mount: Mount, notice = ''): void {
  const { showForm } = openOwnHomeserver(mount, {
    column: byId('messages'),
    links: [['requests', 'Requests']],
    details: [],
  });
  showForm({ homeserver: '', user: '' }, notice);
}

/** Prepares a page without an account. Returns the two ways to sign in to one. */
export function openOwnHomeserver(mount: Mount, { column, links, details }: AccountDisplay) {
  const settings = byId('settings');
  const { fetch, onRequest } = logRequests((input, init) => globalThis.fetch(input, init));
  column.append(requests({ onRequest }));
  linkToSimulation();

  async function signInWith(typed: Credentials): Promise<SignInProblem | null> {
    const outcome = await signIn(typed, fetch);
    if (outcome.type === 'refused') return outcome.problem;
    showAccount(outcome.account, typed);
    return null;
  }

  /** Shows the form with `notice` above it. */
  function showForm(initial: InitialValues, notice: string): void {
    settings.replaceChildren(signInForm(initial, notice, signInWith));
    showSectionLinks(['settings', 'Sign in'], ...links);
    focusHeading(settings);
  }

  function showAccount(account: Account, { homeserver, user }: InitialValues): void {
    const { baseUrl, userId, accessToken } = account;
    settings.replaceChildren();
    const close = openClient(mount, settings, {
      baseUrl,
      userId,
      getAccessToken: () => accessToken.reveal(),
      fetch,
    });
    const panel = accountPanel(account, details, async () => {
      close();
      panel.remove();
      settings.replaceChildren(element('p', { className: 'loading' }, 'Signing out…'));
      // Pending validations belong to the account that signs out.
      sessionStorage.clear();
      const isEnded = await signOut(account, fetch);
      showForm(
        { homeserver, user },
        isEnded
          ? "You're signed out."
          : "You're signed out here, but the homeserver didn't confirm it.",
      );
    });
    column.prepend(panel);
    showSectionLinks(['settings', 'Settings'], ...links, ['account', 'Account']);
    focusHeading(settings);
  }

  return { signIn: signInWith, showForm };
}

/** Makes the header's page links stay on the user's homeserver, and its other link lead back to the simulated one. */
function linkToSimulation(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.pages a')) {
    link.search = location.search;
  }
  const link = byId('other-homeserver');
  link.setAttribute('href', location.pathname);
  link.textContent = 'Use the simulated homeserver';
}
