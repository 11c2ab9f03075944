import * as v from 'valibot';
import type { SignInProblem } from './problem.ts';
import { bodyOf, requestJson } from './request.ts';

/** The homeserver, or why it was not found. */
type Discovery =
  | {
      readonly type: 'found';
      /** Without a trailing slash. */
      readonly baseUrl: string;
    }
  | Refusal;

interface Refusal {
  readonly type: 'refused';
  readonly problem: SignInProblem;
}

interface Address {
  readonly type: 'address';
  readonly url: URL;
  /** The user typed a URL, not a server name. */
  readonly isUrl: boolean;
}

const WellKnown = v.object({ 'm.homeserver': v.object({ base_url: v.string() }) });
const Versions = v.object({ versions: v.pipe(v.array(v.string()), v.minLength(1)) });

/**
 * Finds the homeserver from its server name or URL (specification, client-server API, "Server
 * discovery"). A URL is tried as the homeserver's own before its `.well-known`, because users enter it
 * if discovery fails for their server name.
 */
export async function discover(typed: string, fetch: typeof globalThis.fetch): Promise<Discovery> {
  const address = readAddress(typed);
  if (address.type === 'refused') return address;
  const { url, isUrl } = address;
  const direct = isUrl ? await homeserverAt(url, fetch) : null;
  if (direct?.type === 'found') return direct;

  const named = await requestWellKnown(url, fetch);
  if (named === 'none') return direct ?? (await homeserverAt(url, fetch));
  if (named === null) return direct ?? refused({ code: 'discoveryFailed', host: url.host });
  const found = await homeserverAt(named, fetch);
  const isWrong = found.type === 'refused' && found.problem.code === 'notMatrix';
  return isWrong ? refused({ code: 'discoveryFailed', host: url.host }) : found;
}

function readAddress(typed: string): Address | Refusal {
  const address = typed.trim();
  if (address === '') return refused({ code: 'homeserverEmpty' });
  const isUrl = /^https?:\/\//iu.test(address);
  const url = parseUrl(isUrl ? address : `https://${address}`);
  if (url === null || (!isUrl && url.pathname !== '/')) {
    return refused({ code: 'homeserverMalformed' });
  }
  return isSafe(url) ? { type: 'address', url, isUrl } : refused({ code: 'homeserverUnsafe' });
}

/** Returns the URL, or null if it has credentials, a query or a fragment. */
function parseUrl(text: string): URL | null {
  if (!URL.canParse(text) || /[\s@?#]/u.test(text)) return null;
  return new URL(text);
}

/** Whether a password may be sent there: only over HTTPS, or to the user's own machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

/** Returns the URL in the server's `.well-known`; `none` if it has none, null if the URL is unusable. */
async function requestWellKnown(
  { protocol, host, hostname }: URL,
  fetch: typeof globalThis.fetch,
): Promise<URL | 'none' | null> {
  // The port of a server name belongs to federation. On a loopback address it selects the server.
  const server = protocol === 'https:' ? hostname : host;
  const response = await requestJson(fetch, `${protocol}//${server}/.well-known/matrix/client`);
  if (!response.isOk || response.body === undefined) return 'none';
  const url = parseUrl(bodyOf(response, WellKnown)?.['m.homeserver'].base_url ?? '');
  return url !== null && isSafe(url) ? url : null;
}

async function homeserverAt(url: URL, fetch: typeof globalThis.fetch): Promise<Discovery> {
  const baseUrl = url.href.replace(/\/+$/u, '');
  const response = await requestJson(fetch, `${baseUrl}/_matrix/client/versions`);
  if (bodyOf(response, Versions) !== null) return { type: 'found', baseUrl };
  const { host } = url;
  if (response.status === 0) return refused({ code: 'unreachable', host });
  return refused({ code: response.status >= 500 ? 'trouble' : 'notMatrix', host });
}

function refused(problem: SignInProblem): Refusal {
  return { type: 'refused', problem };
}
