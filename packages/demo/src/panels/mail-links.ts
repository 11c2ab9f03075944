import type { Mail, SimulatedHomeserver } from '@threepid/testing';
import { openWindow } from '../window.ts';
import { pageFrame } from './simulated-browser.ts';
import { element } from './element.ts';

/** Returns a function that creates an email's link, which no real window could open, and a button that opens it on another device. */
export function simulatedLinks(homeserver: SimulatedHomeserver) {
  return ({ link: url }: Mail) => {
    const link = element('a', { href: url, className: 'link' }, url);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void openLink(homeserver, url);
    });
    const shown = element('p', { className: 'hint', role: 'status' });
    const otherDevice = element(
      'button',
      { type: 'button', className: 'button small' },
      'Open on another device',
    );
    otherDevice.addEventListener('click', () => {
      void openOnOtherDevice(homeserver, url, shown);
    });
    return [link, otherDevice, shown] as const;
  };
}

/** Opens an email's link in a window over the page. */
async function openLink(homeserver: SimulatedHomeserver, link: string): Promise<void> {
  const response = await homeserver.fetch(link);
  const page = pageFrame(homeserver);
  page.srcdoc = await response.text();
  openWindow(
    {
      title: homeserver.serverName,
      closeLabel: 'Close this window',
      // Closing a real window returns the focus to the page below it.
      onClose: () => window.dispatchEvent(new Event('focus')),
    },
    page,
  );
}

/** Opens an email's link without a window, so that the client notices nothing. Puts the page's text into `shown`. */
async function openOnOtherDevice(
  homeserver: SimulatedHomeserver,
  link: string,
  shown: HTMLElement,
): Promise<void> {
  const response = await homeserver.fetch(link);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  shown.textContent = page.body.textContent;
}
