import { account as accountPanel } from './beside/account.ts';
import { byId, showParts } from './beside/element.ts';
import { requests } from './beside/requests.ts';
import { openClient, type Mount } from './client.ts';
import { observe } from './exchanges.ts';
import { signInForm, type Remembered } from './sign-in/form.ts';
import { signIn, signOut, type Account } from './sign-in/sign-in.ts';

/** Puts a page on a homeserver that is none of the demo's, once somebody has signed in to it. */
export function startOwnHomeserver(mount: Mount): void {
  const settings = byId('settings');
  const { fetch, onExchange } = observe((input, init) => globalThis.fetch(input, init));
  byId('messages').append(requests({ onExchange }));
  leadToSimulation();
  showForm({ homeserver: '', user: '' }, '');

  function showForm(remembered: Remembered, news: string): void {
    const form = signInForm(remembered, news, async (typed) => {
      const outcome = await signIn(typed, fetch);
      if (outcome.type === 'refused') return outcome.problem;
      showAccount(outcome.account, typed);
      return null;
    });
    settings.replaceChildren(form);
    showParts(['settings', 'Sign in'], ['requests', 'Requests']);
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
    const panel = accountPanel(account, async () => {
      close();
      panel.remove();
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
    byId('messages').prepend(panel);
    showParts(['settings', 'Settings'], ['account', 'Account'], ['requests', 'Requests']);
    focusHeading(settings);
  }
}

/** The pages of the header are the other one on one's own homeserver, and this one on the simulated one. */
function leadToSimulation(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.pages a')) {
    link.search = location.search;
  }
  const link = byId('other-homeserver');
  link.setAttribute('href', location.pathname);
  link.textContent = 'Use the simulated homeserver';
}

/** Brings the focus to the heading, once there is one. */
function focusHeading(part: HTMLElement): void {
  const focus = () => {
    const heading = part.querySelector('h1');
    heading?.focus();
    return heading !== null;
  };
  if (focus()) return;
  const observer = new MutationObserver(() => {
    if (focus()) observer.disconnect();
  });
  observer.observe(part, { childList: true, subtree: true });
}
