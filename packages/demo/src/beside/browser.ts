import type { SimulatedHomeserver } from '@threepid/testing';
import { openWindow } from '../window.ts';
import { element } from './element.ts';

/**
 * The browser's windows, for pages of the simulated homeserver, which no real window could open: they
 * open over the page, and their forms are sent from here.
 */
export function createBrowser(homeserver: SimulatedHomeserver) {
  let blocksWindows = false;

  /** As the default of core does with a real window. */
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
    blockWindows(isSo: boolean) {
      blocksWindows = isSo;
    },
  };
}

/** A frame for a page of the homeserver, which runs no script. */
export function pageFrame({ serverName }: SimulatedHomeserver, sandbox = ''): HTMLIFrameElement {
  const page = element('iframe', { title: `Page of ${serverName}` });
  page.setAttribute('sandbox', sandbox);
  return page;
}

/** Of another document, whose classes are others. */
function isForm(target: EventTarget | null): target is HTMLFormElement {
  return target !== null && 'elements' in target;
}

function bodyOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
