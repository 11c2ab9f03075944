import * as v from 'valibot';
import { ask, bodyOf } from './ask.ts';
import type { SignInProblem } from './problem.ts';

/** Where the homeserver is, or why nobody knows. */
type Discovery =
  | {
      readonly type: 'found';
      /** Without a slash at its end. */
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
  /** Whether it was typed as a URL, not as a server name. */
  readonly isUrl: boolean;
}

const WellKnown = v.object({ 'm.homeserver': v.object({ base_url: v.string() }) });
const Versions = v.object({ versions: v.pipe(v.array(v.string()), v.minLength(1)) });

/**
 * Finds the homeserver whose name or URL was typed (specification, client-server API, "Server
 * discovery"). A URL may be the homeserver's own, which is what somebody enters whose server name
 * leads nowhere; so it is tried before what a `.well-known` says.
 */
export async function discover(typed: string, fetch: typeof globalThis.fetch): Promise<Discovery> {
  const address = readAddress(typed);
  if (address.type === 'refused') return address;
  const { url, isUrl } = address;
  const there = isUrl ? await homeserverAt(url, fetch) : null;
  if (there?.type === 'found') return there;

  const named = await askWellKnown(url, fetch);
  if (named === 'none') return there ?? (await homeserverAt(url, fetch));
  if (named === null) return there ?? refused({ code: 'discoveryFailed', host: url.host });
  const found = await homeserverAt(named, fetch);
  const isElsewhere = found.type === 'refused' && found.problem.code === 'notMatrix';
  return isElsewhere ? refused({ code: 'discoveryFailed', host: url.host }) : found;
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

/** A URL that names a place and nothing else. */
function parseUrl(text: string): URL | null {
  if (!URL.canParse(text) || /[\s@?#]/u.test(text)) return null;
  return new URL(text);
}

/** A password may go there: nobody listens between a browser and its own machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

/** The URL that the server names; `none` where it names none, null where what it says cannot be used. */
async function askWellKnown(
  { protocol, host, hostname }: URL,
  fetch: typeof globalThis.fetch,
): Promise<URL | 'none' | null> {
  // A server name's port is that of its federation; only on one's own machine it is another server's.
  const server = protocol === 'https:' ? hostname : host;
  const answer = await ask(fetch, `${protocol}//${server}/.well-known/matrix/client`);
  if (!answer.isOk || answer.body === undefined) return 'none';
  const url = parseUrl(bodyOf(answer, WellKnown)?.['m.homeserver'].base_url ?? '');
  return url !== null && isSafe(url) ? url : null;
}

async function homeserverAt(url: URL, fetch: typeof globalThis.fetch): Promise<Discovery> {
  const baseUrl = url.href.replace(/\/+$/u, '');
  const answer = await ask(fetch, `${baseUrl}/_matrix/client/versions`);
  if (bodyOf(answer, Versions) !== null) return { type: 'found', baseUrl };
  const { host } = url;
  if (answer.status === 0) return refused({ code: 'unreachable', host });
  return refused({ code: answer.status >= 500 ? 'trouble' : 'notMatrix', host });
}

function refused(problem: SignInProblem): Refusal {
  return { type: 'refused', problem };
}
