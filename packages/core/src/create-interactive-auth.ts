import { createActor, type Actor, type InspectionEvent } from 'xstate';
import { openFallbackWindow } from './browser/fallback-window.ts';
import { systemClock, type Clock } from './clock.ts';
import { authField, authPageUrl, authRequiredIn, endpointOf } from './homeserver/auth.ts';
import type { AuthData, AuthResponse } from './homeserver/homeserver.ts';
import type { ProblemCode } from './homeserver/problem.ts';
import { parseResponse, refusal, refusalOf } from './homeserver/response.ts';
import { elementIdOf } from './machine-parts/element-id.ts';
import { createInteractiveAuthMachine } from './interactive-auth/machine.ts';
import {
  authImplementations,
  type AuthStages,
  type OpenFallback,
} from './provide-interactive-auth.ts';

export interface InteractiveAuthOptions {
  /** The homeserver's address, as `.well-known` gives it: `https://matrix.example.org`. */
  readonly baseUrl: string;
  /** The account's full user id: `@alice:example.org`. */
  readonly userId: string;
  /**
   * Makes the request with `auth` in its body, or without it if `auth` is undefined. Resolves with the
   * endpoint's response, whatever its status. `auth` contains secrets: never store or log it.
   */
  readonly request: (
    auth: Readonly<Record<string, unknown>> | undefined,
    signal: AbortSignal,
  ) => Promise<Response>;
  /** The app's own handlers, by stage of interactive auth. The password and `m.login.dummy` need none. */
  readonly authStages?: AuthStages;
  /** Opens a page for a stage without a handler. By default, opens a browser window. */
  readonly openFallback?: OpenFallback;
  readonly clock?: Clock;
  /** XState's inspection, for the Stately inspector. Secrets read `[redacted]` in it. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/** Interactive auth for an endpoint of the app; its result is the endpoint's response. */
export const interactiveAuthMachine = createInteractiveAuthMachine<Response, null>();

export type StandaloneInteractiveAuthActor = Actor<typeof interactiveAuthMachine>;

/** Problems of interactive auth itself. Every other response is the endpoint's own result. */
const AUTH_PROBLEMS: readonly ProblemCode[] = [
  'passwordWrong',
  'authRefused',
  'authExpired',
  'rateLimited',
];

/**
 * Creates interactive auth for any other endpoint that requires it: delete a device, change the
 * password, deactivate the account. It makes the first request when it is started: the adapters' hook
 * starts it, and without one call `start()`. Its output is `settled` with the endpoint's response,
 * `refused` with a problem, `cancelled`, or `interrupted` if it was cancelled during a request, which
 * may have been carried out. Throws a `TypeError` if `baseUrl` is not a URL.
 *
 * Source: specification, client-server API, "User-Interactive Authentication API".
 *
 * @example
 * const auth = createInteractiveAuth({
 *   baseUrl: 'https://matrix.example.org',
 *   userId: '@alice:example.org',
 *   request: (auth, signal) =>
 *     fetch(`https://matrix.example.org/_matrix/client/v3/devices/${deviceId}`, {
 *       method: 'DELETE',
 *       headers: { Authorization: `Bearer ${accessToken}` },
 *       body: JSON.stringify({ auth }),
 *       signal,
 *     }),
 * });
 */
export function createInteractiveAuth(
  options: InteractiveAuthOptions,
): StandaloneInteractiveAuthActor {
  const {
    userId,
    request,
    authStages = {},
    clock = systemClock,
    openFallback = (url, onDone) => openFallbackWindow(url, onDone, clock),
    inspect,
  } = options;
  const base = `${new URL(options.baseUrl).href.replace(/\/+$/u, '')}/_matrix/client/v3`;

  async function send(
    { auth }: { readonly auth: AuthData | null },
    signal: AbortSignal,
  ): Promise<AuthResponse<Response>> {
    let response: Response;
    try {
      response = await request(auth ? authField(auth) : undefined, signal);
    } catch {
      return refusal({ code: 'network' });
    }
    // The app reads the body of its endpoint's response, which can be read only once.
    const parsed = await parseResponse(response.clone());
    const required = authRequiredIn(parsed, auth);
    if (required !== null) return required;
    const info = { endpoint: endpointOf(auth), medium: 'email', at: clock.now() } as const;
    const refused = refusalOf(parsed, info);
    const isOfAuth = !response.ok && AUTH_PROBLEMS.includes(refused.problem.code);
    return isOfAuth ? refused : { type: 'settled', result: response };
  }

  const machine = interactiveAuthMachine.provide(
    authImplementations(send, (page) => authPageUrl(base, page), { authStages, openFallback }),
  );
  return createActor(machine, {
    id: 'interactiveAuth',
    input: {
      elementId: elementIdOf('auth', userId),
      userId,
      payload: null,
      auth: null,
      isChallenged: false,
      problem: null,
    },
    clock,
    ...(inspect && { inspect }),
  });
}
