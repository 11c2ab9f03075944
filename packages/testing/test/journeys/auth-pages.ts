import type { AuthStageHandler } from '@threepid/core';
import type { Account, TestHomeserver } from '../test-homeserver.ts';

/** Opens the homeserver's pages for interactive auth without a browser. */
export function createAuthPages(homeserver: TestHomeserver, { userId }: Account) {
  let isBlocked = false;
  let opened: { readonly url: string; readonly onDone: () => void } | null = null;

  function current() {
    if (opened === null) throw new Error('No page is open');
    return opened;
  }

  return {
    open(url: string, onDone: () => void) {
      if (isBlocked) return null;
      opened = { url, onDone };
      return () => {
        opened = null;
      };
    },
    setBlocked(isOn: boolean) {
      isBlocked = isOn;
    },
    /** Submits the page's form. The client is notified as `authDone` does. */
    async finish(account = userId) {
      const { url, onDone } = current();
      const body = new URLSearchParams({ account }).toString();
      const response = await homeserver.fetch(url, { method: 'POST', body });
      if ((await response.text()).includes('authDone')) onDone();
    },
    /** The page of `m.oauth` approves when it is loaded. */
    async approve() {
      const text = await (await homeserver.fetch(current().url)).text();
      if (!text.includes('Approved')) throw new Error(`The page does not approve: ${text}`);
    },
    close: () => current().onDone(),
  };
}

/** The app's captchas, solved without a screen. */
export function createCaptchas() {
  let end: ((isSolved: boolean) => void) | null = null;
  const handle: AuthStageHandler = ({ params }) =>
    new Promise((resolve, reject) => {
      end = (isSolved) => {
        if (isSolved) resolve({ response: `${String(params['public_key'])} solved` });
        else reject(new Error('The user gave up'));
      };
    });
  return {
    handle,
    end(isSolved: boolean) {
      if (end === null) throw new Error('No captcha is shown');
      end(isSolved);
    },
  };
}
