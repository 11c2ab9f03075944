import type { Mail, SimulatedHomeserver } from '@threepid/testing';
import { openWindow } from '../window.ts';
import { pageFrame } from './browser.ts';
import { element } from './element.ts';

/** The link of a mail of the simulated homeserver, which no browser could open, and the same for another device. */
export function simulatedWaysToOpen(homeserver: SimulatedHomeserver) {
  return ({ link: url }: Mail) => {
    const link = element('a', { href: url, className: 'link' }, url);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void openLink(homeserver, url);
    });
    const said = element('p', { className: 'hint', role: 'status' });
    const elsewhere = element(
      'button',
      { type: 'button', className: 'button small' },
      'Open on another device',
    );
    elsewhere.addEventListener('click', () => {
      void openElsewhere(homeserver, url, said);
    });
    return [link, elsewhere, said] as const;
  };
}

/** Opens a mail's link as in a window of its own, with the page that the homeserver answers. */
async function openLink(homeserver: SimulatedHomeserver, link: string): Promise<void> {
  const response = await homeserver.fetch(link);
  const page = pageFrame(homeserver);
  page.srcdoc = await response.text();
  openWindow(
    {
      title: homeserver.serverName,
      closeLabel: 'Close this window',
      // Whoever closes a window comes back to the one below.
      onClose: () => window.dispatchEvent(new Event('focus')),
    },
    page,
  );
}

/** Opens a mail's link as on another device, from where nobody comes back; the element says what the page there says. */
async function openElsewhere(
  homeserver: SimulatedHomeserver,
  link: string,
  said: HTMLElement,
): Promise<void> {
  const response = await homeserver.fetch(link);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  said.textContent = page.body.textContent;
}
