import { createMailbox, type Mailbox } from '../mailbox.ts';
import { createPhone, type Phone } from '../phone.ts';
import {
  createAccounts,
  type AccountThreepid,
  type Credentials,
  type Device,
  type Threepid,
} from './accounts.ts';
import { createAuthFlows } from './auth-flows.ts';
import { createAuthPages } from './auth-pages.ts';
import { createAuthSessions } from './auth-sessions.ts';
import { createDevices } from './devices.ts';
import { createEmailValidation } from './email-validation.ts';
import type { EndpointName } from './endpoint-name.ts';
import type { Clock, Environment, Random } from './environment.ts';
import { DialectError, ErrorResponse } from './errors.ts';
import { applyFault, createFaults, type Faults } from './faults.ts';
import { createFetch } from './fetch.ts';
import { readIncomingRequest, type IncomingRequest } from './incoming-request.ts';
import { createInteractiveAuth } from './interactive-auth.ts';
import { createPasswordChange } from './password-change.ts';
import { createPhoneValidation } from './phone-validation.ts';
import { createRateLimit } from './rate-limit.ts';
import { createReads } from './reads.ts';
import { toLoggedRequest, type LoggedRequest } from './request-log.ts';
import { json, preflight } from './responses.ts';
import { findEndpoint } from './routes.ts';
import { SYNAPSE_SETTINGS, type Settings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { createThreepidChanges } from './threepid-changes.ts';
import { createTokenRequests } from './token-requests.ts';
import { createTokenSubmissions } from './token-submissions.ts';

export interface SimulatedHomeserverOptions {
  /** By default the system's. */
  readonly clock?: Clock;
  /** By default the system's cryptographic random numbers. */
  readonly random?: Random;
  /** By default `homeserver.org`. */
  readonly serverName?: string;
  /** The URL for clients, links and `submit_url`. By default `https://` and the server name. */
  readonly baseUrl?: string;
  /** The settings that differ from `SYNAPSE_SETTINGS`. `profiles` has those of other homeservers. */
  readonly settings?: Partial<Settings>;
}

export interface SimulatedHomeserver {
  readonly serverName: string;
  /** Without a trailing slash. `serveHomeserver` sets it. */
  baseUrl: string;
  /** May be changed at any time. Changes apply to the next request. */
  readonly settings: Settings;
  readonly mailbox: Mailbox;
  readonly phone: Phone;
  readonly faults: Faults;
  /** All requests, also those with a fault, without preflights. Oldest first. */
  readonly requests: readonly LoggedRequest[];

  /** Rejects with a `TypeError` if a fault drops the connection. */
  handle(request: Request): Promise<Response>;
  /**
   * A `fetch` that reaches only this homeserver. Other origins reject with a `TypeError`, an abort
   * rejects with its reason. Returns redirects without following them.
   */
  readonly fetch: typeof globalThis.fetch;

  /**
   * Creates an account that is signed in on one device. All methods accept the localpart or the
   * full user id.
   */
  addAccount(account: Credentials & { readonly userId: string }): Device;
  /** Sets or replaces the password. Access tokens stay valid. */
  setPassword(userId: string, password: string): void;
  /** Signs the account in on another device. */
  addDevice(userId: string): Device;
  /** The devices that are signed in, oldest first. */
  devicesOf(userId: string): readonly Device[];
  /** Deletes the device, so that its token is unknown. */
  signOut(accessToken: string): void;
  /** Expires the token, as a soft logout (specification, client-server API, "Soft logout"). */
  expireAccessToken(accessToken: string): void;
  /** Rejects the account's requests with `M_USER_LOCKED` until it is unlocked. */
  lockAccount(userId: string): void;
  unlockAccount(userId: string): void;

  threepidsOf(userId: string): readonly AccountThreepid[];
  /** Adds a threepid, in canonical form, without validation. Takes it from any other account. */
  addThreepid(userId: string, threepid: Threepid): void;
  /** Binds the threepid at an identity server. A removal then unbinds it there. */
  bindThreepid(userId: string, threepid: Threepid): void;
}

/**
 * Creates a Matrix homeserver in memory. It responds as Synapse 1.163.2 with a Sydent for phone
 * numbers, or as another homeserver if its settings say so. It serves the endpoints for threepids,
 * devices and the password. The same `clock`, `random` and requests give the same responses.
 *
 * @example
 * const homeserver = createSimulatedHomeserver();
 * const { userId, accessToken } = homeserver.addAccount({ userId: 'alice', password: 'a password' });
 * await homeserver.fetch(`${homeserver.baseUrl}/_matrix/client/versions`);
 */
export function createSimulatedHomeserver(
  options: SimulatedHomeserverOptions = {},
): SimulatedHomeserver {
  const serverName = options.serverName ?? 'homeserver.org';
  const environment: Environment = {
    clock: options.clock ?? { now: () => Date.now() },
    random: options.random ?? ((bytes) => crypto.getRandomValues(new Uint8Array(bytes))),
    settings: { ...SYNAPSE_SETTINGS, ...options.settings },
    serverName,
    baseUrl: withoutSlash(options.baseUrl ?? `https://${serverName}`),
  };

  const mailbox = createMailbox();
  const phone = createPhone();
  const accounts = createAccounts(environment);
  const emails = createEmailValidation(environment, mailbox);
  const phones = createPhoneValidation(environment, phone);
  const limit = createRateLimit(environment);
  const sessions = createAuthSessions(environment);
  const flowsOf = createAuthFlows(environment, accounts);
  const requireAuth = createInteractiveAuth(environment, accounts, sessions, flowsOf);
  const endpoints: Record<
    EndpointName,
    (request: IncomingRequest) => Response | Promise<Response>
  > = {
    ...createReads(environment, accounts),
    ...createSignIn(environment, accounts),
    ...createTokenRequests(environment, { accounts, emails, phones, limit }),
    ...createTokenSubmissions(environment, { emails, phones }),
    ...createAuthPages(accounts, sessions, flowsOf),
    ...createThreepidChanges(environment, { accounts, emails, phones, requireAuth }),
    ...createDevices(accounts, requireAuth),
    ...createPasswordChange(environment, accounts, requireAuth),
  };

  const faults = createFaults();
  const requests: LoggedRequest[] = [];

  async function handle(request: Request): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight();
    const { pathname } = new URL(request.url);
    const endpoint = findEndpoint(request.method, pathname, environment.settings);
    const name = endpoint === 'pathUnknown' || endpoint === 'methodUnknown' ? null : endpoint;
    const fault = faults.take(name);
    const incoming = await readIncomingRequest(request);
    requests.push(toLoggedRequest(incoming, name));

    const carryOut = () =>
      respond(incoming, environment.settings, () => {
        if (endpoint === 'pathUnknown' || endpoint === 'methodUnknown') {
          throw new DialectError(endpoint, 'Unrecognized request');
        }
        return endpoints[endpoint](incoming);
      });
    return await (fault === null ? carryOut() : applyFault(fault, carryOut, request.signal));
  }

  return {
    serverName,
    get baseUrl() {
      return environment.baseUrl;
    },
    set baseUrl(url) {
      environment.baseUrl = withoutSlash(url);
    },
    settings: environment.settings,
    mailbox,
    phone,
    faults,
    requests,
    handle,
    fetch: createFetch(environment, handle),
    addAccount: ({ userId, ...credentials }) => accounts.create(userId, credentials),
    setPassword: accounts.setPassword,
    addDevice: accounts.addDevice,
    devicesOf: accounts.devicesOf,
    signOut: accounts.signOut,
    expireAccessToken: accounts.expire,
    lockAccount: (userId) => accounts.setLocked(userId, true),
    unlockAccount: (userId) => accounts.setLocked(userId, false),
    threepidsOf: accounts.threepidsOf,
    addThreepid: (userId, threepid) =>
      accounts.addThreepid(userId, threepid, environment.clock.now()),
    bindThreepid: accounts.bind,
  };
}

/** Turns errors into responses, and drops the body of a response to HEAD. */
async function respond(
  { method }: IncomingRequest,
  settings: Settings,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  const response = await orErrorResponse(settings, handle);
  return method === 'HEAD' ? new Response(null, response) : response;
}

async function orErrorResponse(
  { errorCodes }: Settings,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof ErrorResponse) return json(error.status, error.body, error.headers);
    if (error instanceof DialectError) {
      const [status, errcode] = errorCodes[error.cause];
      return json(status, { errcode, error: error.message });
    }
    throw error;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
