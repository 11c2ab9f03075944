import type { Clock } from '../clock.ts';

/** How often to check whether the window was closed, in milliseconds. Browsers send no event for it. */
const CHECK_INTERVAL = 500;

/**
 * Opens the page of a stage in a window. Returns a function that closes it; null if the browser did
 * not open it.
 *
 * The page sends `authDone` to its opener when the user has finished (specification, client-server
 * API, "Fallback"). Any page could send that, so only a message from this window and origin counts,
 * and it only means that the client may ask the homeserver. `noopener` would prevent the message.
 */
export function openFallbackWindow(
  url: string,
  onDone: () => void,
  clock: Clock,
): (() => void) | null {
  const opened = globalThis.open?.(url, '_blank', 'popup,width=640,height=720') ?? null;
  if (opened === null) return null;
  const { origin } = new URL(url);
  const stop = new AbortController();
  const check = () => {
    if (opened.closed) onDone();
    else timer = clock.setTimeout(check, CHECK_INTERVAL);
  };
  let timer = clock.setTimeout(check, CHECK_INTERVAL);
  window.addEventListener(
    'message',
    (event) => {
      if (event.data === 'authDone' && event.origin === origin && event.source === opened) onDone();
    },
    { signal: stop.signal },
  );
  return () => {
    stop.abort();
    clock.clearTimeout(timer);
    opened.close();
  };
}
