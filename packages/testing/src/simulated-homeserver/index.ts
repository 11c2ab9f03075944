import { createMailbox, type Mailbox } from '../mailbox.ts';
import { createPhone, type Phone } from '../phone.ts';
import {
  createAccounts,
  type AccountThreepid,
  type Credentials,
  type Device,
  type Threepid,
} from './accounts.ts';
import { json, preflight, Refused, RefusedFor } from './answers.ts';
import { readCall, type Call } from './call.ts';
import { createAuthFallback } from './auth-fallback.ts';
import { createAuthFlows } from './auth-flows.ts';
import { createAuthSessions } from './auth-sessions.ts';
import { createChanges } from './changes.ts';
import { createDevices } from './devices.ts';
import { createEmailValidation } from './email-validation.ts';
import type { Clock, Environment, Random } from './environment.ts';
import { befall, createFaults, type Faults } from './faults.ts';
import { createFetch } from './fetch.ts';
import { createInteractiveAuth } from './interactive-auth.ts';
import { createPasswordChange } from './password-change.ts';
import { createPhoneValidation } from './phone-validation.ts';
import { createRateLimit } from './rate-limit.ts';
import { createReads } from './reads.ts';
import { logged, type LoggedRequest } from './request-log.ts';
import { findEndpoint, type EndpointName } from './routes.ts';
import { SYNAPSE_SETTINGS, type Settings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { createTokenRequests } from './token-requests.ts';
import { createTokenSubmissions } from './token-submissions.ts';

export interface SimulatedHomeserverOptions {
  /** By default the system's. */
  readonly clock?: Clock;
  /** By default the system's cryptographic random numbers. */
  readonly random?: Random;
  /** By default `homeserver.org`. */
  readonly serverName?: string;
  /** Where clients reach it, for links and `submit_url`; by default `https://` and the server name. */
  readonly baseUrl?: string;
  /** What differs from `SYNAPSE_SETTINGS`; `profiles` has what does on other homeservers. */
  readonly settings?: Partial<Settings>;
}

export interface SimulatedHomeserver {
  readonly serverName: string;
  /** Without a slash at its end; may be set, as by `serveHomeserver`. */
  baseUrl: string;
  /** May be changed at any time; what follows obeys. */
  readonly settings: Settings;
  readonly mailbox: Mailbox;
  readonly phone: Phone;
  readonly faults: Faults;
  /** Everything that clients asked, also what a fault lost on the way; no preflights. Oldest first. */
  readonly requests: readonly LoggedRequest[];

  /** Answers as the settings say. Rejects with a `TypeError` where a fault drops the connection. */
  handle(request: Request): Promise<Response>;
  /**
   * A `fetch` that reaches this homeserver and no other: other origins reject with a `TypeError`, an
   * abort rejects with its reason. Redirects are answered, not followed.
   */
  readonly fetch: typeof globalThis.fetch;

  /**
   * Creates an account, signed in on one device. Users may be named by localpart or in full, here
   * and below.
   */
  addAccount(account: Credentials & { readonly userId: string }): Device;
  /** Its password from now on, also where it had none; access tokens stay. */
  setPassword(userId: string, password: string): void;
  /** Signs the account in on another device. */
  addDevice(userId: string): Device;
  /** The devices that are signed in, oldest first. */
  devicesOf(userId: string): readonly Device[];
  /** The token is unknown from now on. */
  signOut(accessToken: string): void;
  /** The token has expired from now on, a soft logout (specification, client-server API, "Soft logout"). */
  expireAccessToken(accessToken: string): void;
  /** The account's requests are refused with `M_USER_LOCKED` until it is unlocked. */
  lockAccount(userId: string): void;
  unlockAccount(userId: string): void;

  threepidsOf(userId: string): readonly AccountThreepid[];
  /** Puts a threepid, in canonical form, on the account without any validation; takes it from any other. */
  addThreepid(userId: string, threepid: Threepid): void;
  /** Has the account's threepid bound at an identity server, which a removal then asks to unbind it. */
  bindThreepid(userId: string, threepid: Threepid): void;
}

/**
 * A Matrix homeserver in memory: what Synapse 1.163.2 with a Sydent for phone numbers answers to a
 * client that lists, adds and removes threepids, or another homeserver by its settings. Of the same `clock` and `random` and the same
 * requests it makes the same answers.
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
  const endpoints: Record<EndpointName, (call: Call) => Response | Promise<Response>> = {
    ...createReads(environment, accounts),
    ...createSignIn(environment, accounts),
    ...createTokenRequests(environment, { accounts, emails, phones, limit }),
    ...createTokenSubmissions(environment, { emails, phones }),
    ...createAuthFallback(accounts, sessions, flowsOf),
    ...createChanges(environment, { accounts, emails, phones, requireAuth }),
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
    const call = await readCall(request);
    requests.push(logged(call, name));

    const carryOut = () =>
      answer(call, environment.settings, () => {
        if (endpoint === 'pathUnknown' || endpoint === 'methodUnknown') {
          throw new RefusedFor(endpoint, 'Unrecognized request');
        }
        return endpoints[endpoint](call);
      });
    return await (fault === null ? carryOut() : befall(fault, carryOut, request.signal));
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

/** A refusal is an answer like any other; HEAD has no body. */
async function answer(
  { method }: Call,
  settings: Settings,
  respond: () => Response | Promise<Response>,
): Promise<Response> {
  const response = await orRefusal(settings, respond);
  return method === 'HEAD' ? new Response(null, response) : response;
}

async function orRefusal(
  { refusals }: Settings,
  respond: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await respond();
  } catch (error) {
    if (error instanceof Refused) return json(error.status, error.body, error.headers);
    if (error instanceof RefusedFor) {
      const [status, errcode] = refusals[error.cause];
      return json(status, { errcode, error: error.message });
    }
    throw error;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
