import * as v from 'valibot';
import type { Entry } from '../address.ts';
import { Secret } from '../secret.ts';
import type {
  AddRequest,
  AuthData,
  Homeserver,
  ListedThreepid,
  Refusal,
  TokenRequest,
} from './port.ts';
import { problemOf, type Asked } from './problem.ts';
import {
  addBody,
  authBody,
  capabilitiesBody,
  deleteBody,
  errorBody,
  listBody,
  tokenRequestBody,
  tokenSubmissionBody,
} from './wire.ts';

export interface FetchHomeserverOptions {
  /** The homeserver's address, as `.well-known` gives it; a slash at the end does not matter. */
  readonly baseUrl: string;
  /** Before every path; `/_matrix/client/r0` for homeservers older than the specification's 1.1. */
  readonly prefix: string;
  /** Asked before each request that needs a token, for clients refresh theirs. */
  readonly getAccessToken: () => string | Promise<string>;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A day: what a homeserver may ask us to wait at most, so that a wrong number locks nobody out. */
const MAX_RETRY_AFTER = 86_400_000;

interface Answer {
  readonly status: number;
  /** Undefined where there is no JSON. */
  readonly body: unknown;
  readonly retryAfterHeader: string | null;
}

/** A homeserver that is asked over HTTP (specification, client-server API). */
export function createFetchHomeserver(options: FetchHomeserverOptions): Homeserver {
  const base = options.baseUrl.replace(/\/+$/u, '');

  /** Null where no answer came. */
  async function send(url: string, init: RequestInit): Promise<Answer | null> {
    try {
      const { fetch } = options;
      const response = await fetch(url, {
        ...init,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      const text = await response.text();
      return {
        status: response.status,
        body: parseJson(text),
        retryAfterHeader: response.headers.get('Retry-After'),
      };
    } catch {
      return null;
    }
  }

  async function withToken(path: string, signal: AbortSignal, body?: object) {
    try {
      const accessToken = await options.getAccessToken();
      return await send(`${base}${options.prefix}${path}`, {
        ...(body === undefined ? { method: 'GET' } : post(body)),
        headers: { ...post({}).headers, Authorization: `Bearer ${accessToken}` },
        signal,
      });
    } catch {
      // The app could not give a token, a refresh without a network most likely: nothing was asked.
      return null;
    }
  }

  function refused(
    answer: Answer | null,
    { endpoint, medium }: Pick<Asked, 'endpoint' | 'medium'>,
  ): Refusal {
    if (answer === null) return { type: 'refused', problem: { code: 'network' } };
    const parsed = v.safeParse(errorBody, answer.body);
    const error = parsed.success ? parsed.output : v.parse(errorBody, {});
    const at = options.now();
    const problem = problemOf(
      {
        status: answer.status,
        errcode: error.errcode,
        retryAfter: retryAfter(error.retry_after_ms, answer.retryAfterHeader, at),
        softLogout: error.soft_logout,
      },
      { endpoint, medium, at },
    );
    return { type: 'refused', problem };
  }

  return {
    async listThreepids(signal) {
      const answer = await withToken('/account/3pid', signal);
      const body = read(listBody, answer);
      if (body === null) return refused(answer, { endpoint: 'read', medium: 'email' });
      return { type: 'listed', threepids: body.threepids.flatMap(listed) };
    },

    async mayChangeThreepids(signal) {
      const body = read(capabilitiesBody, await withToken('/capabilities', signal));
      return body?.capabilities['m.3pid_changes'].enabled ?? true;
    },

    async requestToken(request, signal) {
      const { medium } = request.entry;
      // The endpoint needs no access token, so it gets none.
      const url = `${base}${options.prefix}/account/3pid/${medium}/requestToken`;
      const answer = await send(url, { ...post(tokenRequestOf(request)), signal });
      const body = read(tokenRequestBody, answer);
      if (body === null) return refused(answer, { endpoint: 'requestToken', medium });
      if (body.submit_url === null && medium === 'msisdn') {
        return { type: 'refused', problem: { code: 'submitUrlMissing' } };
      }
      if (body.submit_url !== null && !isSameOrigin(body.submit_url, base)) {
        return { type: 'refused', problem: { code: 'submitUrlUntrusted' } };
      }
      return {
        type: 'sent',
        sid: new Secret(body.sid),
        submitUrl: body.submit_url,
        msisdn: body.msisdn,
        intlFmt: body.intl_fmt,
        at: options.now(),
      };
    },

    async submitToken({ medium, submitUrl, sid, clientSecret, token }, signal) {
      // Asked again, for a pending validation comes from a storage.
      if (!isSameOrigin(submitUrl, base)) {
        return { type: 'refused', problem: { code: 'submitUrlUntrusted' } };
      }
      const answer = await send(submitUrl, {
        ...post({
          sid: sid.reveal(),
          client_secret: clientSecret.reveal(),
          token: token.reveal(),
        }),
        redirect: 'error',
        signal,
      });
      const body = read(tokenSubmissionBody, answer);
      if (body === null) return refused(answer, { endpoint: 'submitToken', medium });
      if (!body.success) return { type: 'refused', problem: { code: 'tokenWrong' } };
      return { type: 'accepted' };
    },

    async addThreepid({ medium, sid, clientSecret, auth }: AddRequest, signal) {
      const answer = await withToken('/account/3pid/add', signal, {
        sid: sid.reveal(),
        client_secret: clientSecret.reveal(),
        ...(auth === null ? {} : { auth: authOf(auth) }),
      });
      if (read(addBody, answer) !== null) return { type: 'added' };
      const uia = answer?.status === 401 ? v.safeParse(authBody, answer.body) : undefined;
      if (uia?.success) {
        const { session, flows, completed } = uia.output;
        return {
          type: 'authRequired',
          auth: {
            session: session === null || session === '' ? null : new Secret(session),
            flows: flows.map(({ stages }) => stages),
            completed: completed ?? [],
          },
          stageFailed:
            auth?.password != null && v.is(v.object({ errcode: v.string() }), answer?.body),
        };
      }
      return refused(answer, { endpoint: auth === null ? 'add' : 'addWithAuth', medium });
    },

    async deleteThreepid({ medium, address }, signal) {
      const answer = await withToken('/account/3pid/delete', signal, { medium, address });
      const body = read(deleteBody, answer);
      if (body === null) return refused(answer, { endpoint: 'delete', medium });
      return { type: 'deleted', unbindResult: body.id_server_unbind_result };
    },
  };
}

function post(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function tokenRequestOf({ entry, clientSecret, sendAttempt }: TokenRequest): object {
  const attempt = { client_secret: clientSecret.reveal(), send_attempt: sendAttempt };
  return { ...addressOf(entry), ...attempt };
}

function addressOf(entry: Entry): object {
  if (entry.medium === 'email') return { email: entry.address };
  return { country: entry.country, phone_number: entry.phoneNumber };
}

/** Both spellings of the user: `identifier` as the specification has it, `user` for homeservers older than r0.6. */
function authOf({ session, password }: AuthData): object {
  return {
    ...(session === null ? {} : { session: session.reveal() }),
    ...(password === null
      ? {}
      : {
          type: 'm.login.password',
          user: password.userId,
          identifier: { type: 'm.id.user', user: password.userId },
          password: password.value.reveal(),
        }),
  };
}

/** The body of a 2xx answer that has the promised shape, or null. */
function read<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: Answer | null,
): v.InferOutput<Schema> | null {
  if (answer === null || answer.status < 200 || answer.status > 299) return null;
  // Every body is an object, which an array would pass for where no field is required.
  if (Array.isArray(answer.body)) return null;
  const parsed = v.safeParse(schema, answer.body);
  return parsed.success ? parsed.output : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Media that this library does not know are left out. */
function listed(item: { medium: string; address: string; added_at?: number | null | undefined }) {
  const { medium, address } = item;
  if (medium !== 'email' && medium !== 'msisdn') return [];
  return [{ medium, address, addedAt: item.added_at || null } satisfies ListedThreepid];
}

/**
 * The milliseconds that a homeserver asks us to wait: `retry_after_ms`, since a browser cannot read
 * Synapse's `Retry-After` from another origin; else that header, in seconds or as a date (RFC 9110).
 */
function retryAfter(ms: number | null, header: string | null, at: number): number | null {
  const wait = ms ?? (header === null ? NaN : headerWait(header, at));
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER);
}

function headerWait(header: string, at: number): number {
  return /^\d+$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - at;
}

/** The code and the session go to the homeserver that asked for them and nowhere else. */
function isSameOrigin(url: string, base: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(base).origin;
}
