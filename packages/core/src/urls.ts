/** The URL; null if the text is none. `URL.canParse` is newer than the oldest browsers that this runs in. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The URL of a page that a browser may open: encrypted in transit, and without credentials in it. */
export function pageUrl(text: string): URL | null {
  const url = parseUrl(text);
  return url !== null && isSecure(url) && !hasCredentials(url) ? url : null;
}

export function hasCredentials({ username, password }: URL): boolean {
  return username + password !== '';
}

/** Encrypted in transit, or never on a network. */
export function isSecure({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(?:localhost|127\.[\d.]+|\[::1\])$/u.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

/** Stage of interactive auth that is done on a page of the authentication service (MSC4312). */
export const OAUTH = 'm.oauth';

/** The page that the homeserver gives for `m.oauth`; null for other stages, and for a URL that a browser should not open. */
export function oauthUrl(stage: string, params: Readonly<Record<string, unknown>>): string | null {
  const { url } = params;
  return stage === OAUTH && typeof url === 'string' ? (pageUrl(url)?.href ?? null) : null;
}
