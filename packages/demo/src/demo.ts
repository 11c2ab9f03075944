import { createThreepids, type ThreepidsActor } from '@threepid/core';
import { mailbox } from './beside/mailbox.ts';
import { phone } from './beside/phone.ts';
import { requests } from './beside/requests.ts';
import { tryThis } from './beside/try-this.ts';
import { logEvent } from './event-log.ts';
import { openWorld } from './world.ts';

/** In milliseconds: long enough to see that something is under way. */
const ANSWER_DELAY = 500;

/** Shows the threepids in the element; answers the function that takes them away again. */
type Mount = (element: HTMLElement, threepids: ThreepidsActor) => () => void;

/**
 * Puts a page on a homeserver of its own, with a mailbox and a phone beside it.
 *
 * The homeserver is made anew with each load, and knows nothing of what an older one was asked: so
 * what the session storage kept is thrown away. What outlives a reload is seen by reloading the
 * client alone. Answers take half a second, or as many milliseconds as `?delay=` says.
 */
export function startDemo(mount: Mount): void {
  const settings = byId('settings');
  const world = openWorld(answerDelay());
  sessionStorage.clear();
  let close = openClient();

  byId('messages').append(mailbox(world), phone(world), requests(world));
  byId('trying').append(
    tryThis(world, {
      reloadClient: () => {
        close();
        close = openClient();
      },
    }),
  );

  /** All that a client does: the actor where the account is signed in, the page wherever it is shown. */
  function openClient(): () => void {
    const threepids = createThreepids({
      baseUrl: world.homeserver.baseUrl,
      userId: world.userId,
      getAccessToken: () => world.accessToken,
      storage: sessionStorage,
      fetch: world.fetch,
      inspect: logEvent,
    });
    const unmount = mount(settings, threepids);
    return () => {
      unmount();
      threepids.stop();
    };
  }
}

function answerDelay(): number {
  return Number(new URLSearchParams(location.search).get('delay') ?? ANSWER_DELAY);
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found;
}
