import { createActor, type InspectionEvent } from 'xstate';
import { openFallbackWindow } from './browser/fallback-window.ts';
import { watchBrowserPage } from './browser/page-events.ts';
import { systemClock, type Clock } from './clock.ts';
import { createFetchHomeserver } from './homeserver/fetch-homeserver.ts';
import type { ThreepidsActor } from './list/view.ts';
import { createPendingStore, expireOnTime, type PendingStorage } from './pending/pending-store.ts';
import type { AuthStages, OpenFallback } from './provide-interactive-auth.ts';
import { provideThreepids } from './provide.ts';

export interface ThreepidsOptions {
  /** The homeserver's address, as `.well-known` gives it: `https://matrix.example.org`. */
  readonly baseUrl: string;
  /** The account's full user id: `@alice:example.org`. */
  readonly userId: string;
  /** Called before every authenticated request, so that the app can refresh its token. If it rejects, the request fails as if the network had failed. */
  readonly getAccessToken: () => string | Promise<string>;
  /** Prefix of every path; `/_matrix/client/r0` for homeservers older than version 1.1 of the specification. */
  readonly prefix?: string;
  /**
   * Stores pending validations for a day at most, so that they survive a reload. Without it, they end
   * with the page. Reading `localStorage` throws if the user blocks it: pass it as a getter, `get
   * storage() { return localStorage; }`, and a storage that throws counts as none.
   */
  readonly storage?: PendingStorage;
  /**
   * Whether the code of a text message may be sent to this `submit_url`. Without it, codes go to the
   * homeserver's own origin only. Not called for that origin, nor for URLs that are never allowed:
   * those that are neither `https:` nor a loopback address, or that contain credentials.
   */
  readonly trustsSubmitUrl?: (url: URL) => boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  /** Returns the given number of cryptographically random bytes. By default, from `crypto`, which React Native lacks. */
  readonly random?: (length: number) => Uint8Array;
  /** Calls back when the user or the network comes back. Returns a function that stops it. */
  readonly watchPage?: (onReturn: () => void) => () => void;
  /** The app's own handlers, by stage of interactive auth. The password and `m.login.dummy` need none. */
  readonly authStages?: AuthStages;
  /**
   * Opens a page for a stage of interactive auth without a handler. Called from the user's click. The
   * URL may contain the interactive auth session in clear: open it, and never store or log it. By
   * default, opens a browser window.
   */
  readonly openFallback?: OpenFallback;
  /** XState's inspection, for the Stately inspector. Secrets read `[redacted]` in it. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/**
 * Creates and starts the list of an account's threepids.
 *
 * It makes no request before its first `list.open`, which the adapters send when a component mounts.
 * It outlives components, so create it when the account signs in, and call `stop()` on sign-out.
 * Throws a `TypeError` if `baseUrl` is not an HTTP URL, or if the environment lacks the default of
 * `random` or `fetch`.
 *
 * @example
 * const threepids = createThreepids({
 *   baseUrl: 'https://matrix.example.org',
 *   userId: '@alice:example.org',
 *   getAccessToken: () => client.getAccessToken(),
 *   storage: sessionStorage,
 * });
 */
export function createThreepids(options: ThreepidsOptions): ThreepidsActor {
  const {
    userId,
    getAccessToken,
    prefix = '/_matrix/client/v3',
    trustsSubmitUrl = () => false,
    fetch = globalThis.fetch === undefined
      ? required('the option fetch')
      : (input, init) => globalThis.fetch(input, init),
    clock = systemClock,
    random = globalThis.crypto?.getRandomValues === undefined
      ? required('the option random')
      : (length) => crypto.getRandomValues(new Uint8Array(length)),
    watchPage = watchBrowserPage,
    authStages = {},
    openFallback = (url, onDone) => openFallbackWindow(url, onDone, clock),
    inspect,
  } = options;
  const { href: baseUrl, protocol } = new URL(options.baseUrl);
  // `localhost:8008` is a URL too, of the scheme `localhost:`.
  if (!/^https?:$/u.test(protocol)) required('an HTTP URL as baseUrl');
  const storage = storageOf(options);
  const lifetime = new AbortController();
  const homeserver = createFetchHomeserver({
    baseUrl,
    prefix,
    getAccessToken,
    trustsSubmitUrl,
    fetch,
    clock,
    lifetime: lifetime.signal,
  });
  const owner = `${userId} ${baseUrl}`;
  const pending =
    storage && expireOnTime(createPendingStore({ storage, owner, clock }), clock, lifetime.signal);
  const machine = provideThreepids(homeserver, {
    clock,
    random,
    watchPage,
    authStages,
    openFallback,
    pending,
  });
  const actor = createActor(machine, { input: { userId }, clock, ...(inspect && { inspect }) });
  const endLifetime = () => lifetime.abort();
  actor.subscribe({ complete: endLifetime, error: endLifetime });
  return actor.start();
}

/** A browser's storage that throws, or is null, counts as none. */
function storageOf(options: ThreepidsOptions): PendingStorage | undefined {
  try {
    return options.storage ?? undefined;
  } catch {
    return undefined;
  }
}

/** Throws now, because the first request may be long after. */
function required(what: string): never {
  throw new TypeError(`createThreepids requires ${what}`);
}
