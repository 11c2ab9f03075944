/**
 * Calls back when the page is visible, focused, restored from the page cache or online again. Returns
 * a function that stops it. Outside a browser, it never calls back.
 */
export function watchBrowserPage(onReturn: () => void): () => void {
  // React Native has a window, but no page.
  if (typeof document === 'undefined') return () => undefined;
  const stop = new AbortController();
  for (const event of ['visibilitychange', 'focus', 'pageshow', 'online']) {
    window.addEventListener(
      event,
      () => {
        if (document.visibilityState === 'visible') onReturn();
      },
      { signal: stop.signal },
    );
  }
  return () => stop.abort();
}
