import { createBrowser } from './beside/browser.ts';
import { byId, showParts } from './beside/element.ts';
import { mailbox } from './beside/mailbox.ts';
import { simulatedWaysToOpen } from './beside/open-link.ts';
import { phone } from './beside/phone.ts';
import { requests } from './beside/requests.ts';
import { tryThis } from './beside/try-this.ts';
import { solveCaptcha } from './captcha.ts';
import { openClient, type Mount } from './client.ts';
import { openWorld } from './world.ts';

/** In milliseconds: long enough to see that something is under way. */
const ANSWER_DELAY = 500;

/**
 * Puts a page on a homeserver of its own, with a mailbox and a phone beside it.
 *
 * The homeserver is made anew with each load, and knows nothing of what an older one was asked: so
 * what the session storage kept is thrown away. What outlives a reload is seen by reloading the
 * client alone. Answers take half a second, or as many milliseconds as `?delay=` says.
 */
export function startSimulation(mount: Mount): void {
  const world = openWorld(answerDelay());
  const { homeserver } = world;
  const browser = createBrowser(homeserver);
  sessionStorage.clear();
  const open = () =>
    openClient(mount, byId('settings'), {
      baseUrl: homeserver.baseUrl,
      userId: world.userId,
      getAccessToken: () => world.accessToken,
      fetch: world.fetch,
      authStages: { 'm.login.recaptcha': solveCaptcha },
      openFallback: browser.openFallback,
    });
  let close = open();

  byId('messages').append(
    mailbox(homeserver.mailbox, simulatedWaysToOpen(homeserver)),
    phone(homeserver.phone),
    requests(world),
  );
  byId('trying').append(
    tryThis(world, {
      blockWindows: browser.blockWindows,
      reloadClient: () => {
        close();
        close = open();
      },
    }),
  );
  showParts(
    ['settings', 'Settings'],
    ['mailbox', 'Mailbox'],
    ['phone', 'Phone'],
    ['try-this', 'Try this'],
  );
}

function answerDelay(): number {
  return Number(new URLSearchParams(location.search).get('delay') ?? ANSWER_DELAY);
}
