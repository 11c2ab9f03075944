import type { AuthStageHandler } from '@threepid/core';
import type { Account, TestHomeserver } from '../test-homeserver.ts';

/** The homeserver's pages for interactive auth, as a browser opens them that nobody draws. */
export function openPages(world: TestHomeserver, { userId }: Account) {
  let isBlocked = false;
  let opened: { readonly url: string; readonly onDone: () => void } | null = null;

  function here() {
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
    block(isSo: boolean) {
      isBlocked = isSo;
    },
    async confirm(account = userId) {
      const { url, onDone } = here();
      const body = new URLSearchParams({ account }).toString();
      const response = await world.fetch(url, { method: 'POST', body });
      if ((await response.text()).includes('authDone')) onDone();
    },
    close: () => here().onDone(),
  };
}

/** Captchas, as an app asks them that nobody draws. */
export function createCaptchas() {
  let end: ((isSolved: boolean) => void) | null = null;
  const ask: AuthStageHandler = ({ params }) =>
    new Promise((resolve, reject) => {
      end = (isSolved) => {
        if (isSolved) resolve({ response: `${String(params['public_key'])} solved` });
        else reject(new Error('given up'));
      };
    });
  return {
    ask,
    end(isSolved: boolean) {
      if (end === null) throw new Error('No captcha is asked');
      end(isSolved);
    },
  };
}
