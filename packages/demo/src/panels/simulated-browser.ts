import type { SimulatedHomeserver } from '@threepid/testing';
import { openWindow } from '../window.ts';
import { element } from './element.ts';

/**
 * Opens the simulated homeserver's pages in windows over the page, because no real window could load
 * them, and submits their forms.
 */
export function createSimulatedBrowser(homeserver: SimulatedHomeserver) {
  let blocksWindows = false;

  /** Does what core does by default with a real window. */
  function openFallback(url: string, onDone: () => void): (() => void) | null {
    if (blocksWindows) return null;
    const page = pageFrame(homeserver, 'allow-same-origin allow-forms');
    const show = async (init?: RequestInit) => {
      const text = await (await homeserver.fetch(url, init)).text();
      if (init !== undefined && text.includes('authDone')) onDone();
      else page.srcdoc = text;
    };
    page.addEventListener('load', () => {
      page.contentDocument?.querySelector('form')?.addEventListener('submit', (event) => {
        event.preventDefault();
        const { currentTarget: form } = event;
        if (isForm(form)) void show({ method: 'POST', body: bodyOf(form) });
      });
    });
    void show();
    return openWindow(
      { title: homeserver.serverName, closeLabel: 'Close this window', onClose: onDone },
      page,
    );
  }

  return {
    openFallback,
    blockWindows(isBlocked: boolean) {
      blocksWindows = isBlocked;
    },
  };
}

/** Creates a frame for a page of the homeserver. The page cannot run scripts. */
export function pageFrame({ serverName }: SimulatedHomeserver, sandbox = ''): HTMLIFrameElement {
  const page = element('iframe', { title: `Page of ${serverName}` });
  page.setAttribute('sandbox', sandbox);
  return page;
}

/** Not `instanceof`: the frame's document has classes of its own. */
function isForm(target: EventTarget | null): target is HTMLFormElement {
  return target !== null && 'elements' in target;
}

function bodyOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
