import { solveCaptcha } from './captcha.ts';
import { openClient, type Mount } from './client.ts';
import { controls } from './panels/controls.ts';
import { byId, showSectionLinks } from './panels/element.ts';
import { simulatedLinks } from './panels/mail-links.ts';
import { mailbox } from './panels/mailbox.ts';
import { phone } from './panels/phone.ts';
import { requests } from './panels/requests.ts';
import { createSimulatedBrowser } from './panels/simulated-browser.ts';
import { createSimulator } from './simulator.ts';

/** Long enough to see that a request is in progress, in milliseconds. */
const RESPONSE_DELAY = 500;

/**
 * Starts a page on a simulated homeserver, with a mailbox and a phone.
 *
 * Each load creates a new homeserver, which does not know earlier validations, so the session storage
 * is cleared. "Reload the app" shows what survives a reload. Responses take half a second, or as many
 * milliseconds as `?delay=` says.
 */
export function startSimulation(mount: Mount): void {
  const simulator = createSimulator(responseDelay());
  const { homeserver } = simulator;
  const browser = createSimulatedBrowser(homeserver);
  sessionStorage.clear();
  const open = () =>
    openClient(mount, byId('settings'), {
      baseUrl: homeserver.baseUrl,
      userId: simulator.userId,
      getAccessToken: () => simulator.accessToken,
      fetch: simulator.fetch,
      authStages: { 'm.login.recaptcha': solveCaptcha },
      openFallback: browser.openFallback,
    });
  let close = open();

  byId('messages').append(
    mailbox(homeserver.mailbox, simulatedLinks(homeserver)),
    phone(homeserver.phone),
    requests(simulator),
  );
  byId('tools').append(
    controls(simulator, {
      blockWindows: browser.blockWindows,
      reloadClient: () => {
        close();
        close = open();
      },
    }),
  );
  showSectionLinks(
    ['settings', 'Settings'],
    ['mailbox', 'Mailbox'],
    ['phone', 'Phone'],
    ['controls', 'Try it out'],
  );
}

function responseDelay(): number {
  return Number(new URLSearchParams(location.search).get('delay') ?? RESPONSE_DELAY);
}
