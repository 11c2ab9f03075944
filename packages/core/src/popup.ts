import type { Clock } from './clock.ts';

/** How often one looks whether the window was closed, in milliseconds; no event tells that. */
const LOOK_INTERVAL = 500;

/**
 * Opens a page of the homeserver in a window. It says `authDone` to its opener when the person has
 * done there what they were asked (specification, client-server API, "Fallback"), which anyone could
 * say: so what counts is from this window and this origin, and means no more than that one may ask.
 * No `noopener`, or it could not say anything.
 */
export function openPopup(url: string, onDone: () => void, clock: Clock): (() => void) | null {
  const popup = globalThis.open?.(url, '_blank', 'popup,width=640,height=720') ?? null;
  if (popup === null) return null;
  const { origin } = new URL(url);
  const stop = new AbortController();
  const look = () => {
    if (popup.closed) onDone();
    else timer = clock.setTimeout(look, LOOK_INTERVAL);
  };
  let timer = clock.setTimeout(look, LOOK_INTERVAL);
  window.addEventListener(
    'message',
    (event) => {
      if (event.data === 'authDone' && event.origin === origin && event.source === popup) onDone();
    },
    { signal: stop.signal },
  );
  return () => {
    stop.abort();
    clock.clearTimeout(timer);
    popup.close();
  };
}
