import type { GenericSchema, InferOutput } from 'valibot';
import { read } from '../parsing.ts';
import type { AuthData, Homeserver, ListedThreepid, Refusal, StageProof } from './port.ts';
import { problemOf, type Asked, type Problem } from './problem.ts';
import {
  addBody,
  authMetadataBody,
  authBody,
  capabilitiesBody,
  deleteBody,
  errorBody,
  listBody,
  tokenRequestBody,
  tokenSubmissionBody,
  wait,
} from './wire.ts';

export interface FetchHomeserverOptions {
  /** The homeserver's address, as `.well-known` gives it; a slash at the end does not matter. */
  readonly baseUrl: string;
  /** Before every path; `/_matrix/client/r0` for homeservers older than the specification's 1.1. */
  readonly prefix: string;
  /** Asked before each request that needs a token, for clients refresh theirs. */
  readonly getAccessToken: () => string | Promise<string>;
  /** Whether a token may go to another origin than the homeserver's. */
  readonly trustsSubmitUrl: (url: URL) => boolean;
  readonly fetch: typeof globalThis.fetch;
  /** Says milliseconds since the epoch. */
  readonly clock: { now(): number };
}

interface Call {
  readonly url: string;
  /** What is posted; without it, the call gets. */
  readonly body?: object;
  readonly signal: AbortSignal;
  readonly needsToken?: true;
  readonly redirect?: 'error';
}

interface Answer {
  /** Where no answer came, what `fetch` itself calls a network error. */
  readonly response: Response;
  /** Undefined where there is no JSON. */
  readonly body: unknown;
}

/** A homeserver that is asked over HTTP (specification, client-server API). */
export function createFetchHomeserver(options: FetchHomeserverOptions): Homeserver {
  const { prefix, getAccessToken, trustsSubmitUrl, fetch, clock } = options;
  const { origin } = new URL(options.baseUrl);
  const root = options.baseUrl.replace(/\/+$/u, '');
  const base = root + prefix;
  const account = `${base}/account/3pid`;

  async function send({ url, body, needsToken, ...init }: Call): Promise<Answer> {
    try {
      // Where the app cannot give a token, a refresh without a network most likely, nothing is asked.
      const authorization = needsToken && { Authorization: `Bearer ${await getAccessToken()}` };
      const response = await fetch(url, {
        ...init,
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'Content-Type': 'application/json', ...authorization },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      return { response, body: parseJson(await response.text()) };
    } catch {
      return { response: Response.error(), body: undefined };
    }
  }

  function refused(
    { response, body }: Answer,
    endpoint: Asked['endpoint'],
    medium: Asked['medium'],
  ): Refusal {
    const error = read(errorBody, body);
    const at = clock.now();
    return refusal(
      problemOf(
        {
          status: response.status,
          errcode: error?.errcode ?? null,
          // The field first, since a browser cannot read Synapse's header from another origin.
          retryAfter: error?.retry_after_ms ?? waitIn(response, at),
          softLogout: error?.soft_logout ?? false,
        },
        { endpoint, medium, at },
      ),
    );
  }

  /**
   * The token and the session go to the homeserver that asked for them, and elsewhere only where the
   * app trusts that: encrypted, unless it stays on the machine, and with no credentials of anybody.
   */
  function isTrusted(submitUrl: string): boolean {
    if (!URL.canParse(submitUrl)) return false;
    const url = new URL(submitUrl);
    if (hasCredentials(url)) return false;
    return url.origin === origin || (isSecure(url) && trustsSubmitUrl(url));
  }

  return {
    async listThreepids(signal) {
      const answer = await send({ url: account, signal, needsToken: true });
      const body = bodyOf(answer, listBody);
      if (body === null) return refused(answer, 'read', 'email');
      return { type: 'listed', threepids: body.threepids.flatMap(listed) };
    },

    async mayChangeThreepids(signal) {
      const answer = await send({ url: `${base}/capabilities`, signal, needsToken: true });
      return bodyOf(answer, capabilitiesBody)?.capabilities['m.3pid_changes'].enabled ?? null;
    },

    async accountManagementUrl(signal) {
      for (const path of AUTH_METADATA) {
        const answer = await send({ url: `${root}/_matrix/client/${path}/auth_metadata`, signal });
        const body = bodyOf(answer, authMetadataBody);
        if (body !== null) return managementUrl(body);
      }
      return null;
    },

    async requestToken({ entry, clientSecret, sendAttempt }, signal) {
      const { medium } = entry;
      const typed =
        entry.medium === 'email'
          ? { email: entry.address }
          : { country: entry.country, phone_number: entry.phoneNumber };
      // The endpoint needs no access token, so it gets none.
      const answer = await send({
        url: `${account}/${medium}/requestToken`,
        body: { ...typed, client_secret: clientSecret.reveal(), send_attempt: sendAttempt },
        signal,
      });
      const body = bodyOf(answer, tokenRequestBody);
      if (body === null) return refused(answer, 'requestToken', medium);
      const { sid, submit_url: submitUrl, msisdn, intl_fmt: intlFmt } = body;
      if (submitUrl === null && medium === 'msisdn') return refusal({ code: 'submitUrlMissing' });
      if (submitUrl !== null && !isTrusted(submitUrl)) {
        return refusal({ code: 'submitUrlUntrusted' });
      }
      return { type: 'sent', sid, submitUrl, msisdn, intlFmt, at: clock.now() };
    },

    async submitToken({ medium, submitUrl, sid, clientSecret, token }, signal) {
      // Asked again, for a pending validation comes from a storage.
      if (!isTrusted(submitUrl)) return refusal({ code: 'submitUrlUntrusted' });
      const answer = await send({
        url: submitUrl,
        body: { sid: sid.reveal(), client_secret: clientSecret.reveal(), token: token.reveal() },
        signal,
        redirect: 'error',
      });
      const body = bodyOf(answer, tokenSubmissionBody);
      if (body === null) return refused(answer, 'submitToken', medium);
      return body.success ? { type: 'accepted' } : refusal({ code: 'tokenWrong' });
    },

    async addThreepid({ medium, sid, clientSecret, auth }, signal) {
      const answer = await send({
        url: `${account}/add`,
        body: {
          sid: sid.reveal(),
          client_secret: clientSecret.reveal(),
          ...(auth && { auth: authOf(auth) }),
        },
        signal,
        needsToken: true,
      });
      if (bodyOf(answer, addBody) !== null) return { type: 'added' };
      const uia = answer.response.status === 401 ? read(authBody, answer.body) : null;
      if (uia === null) return refused(answer, endpointOf(auth), medium);
      const { flows, errcode, ...rest } = uia;
      return {
        type: 'authRequired',
        auth: { ...rest, flows: flows.map(({ stages }) => stages) },
        stageFailed: auth?.proof != null && errcode !== null,
      };
    },

    fallbackUrl({ session, stage }) {
      const query = new URLSearchParams({ session: session.reveal() });
      return `${base}/auth/${encodeURIComponent(stage)}/fallback/web?${query}`;
    },

    async deleteThreepid({ medium, address }, signal) {
      const answer = await send({
        url: `${account}/delete`,
        body: { medium, address },
        signal,
        needsToken: true,
      });
      const body = bodyOf(answer, deleteBody);
      if (body === null) return refused(answer, 'delete', medium);
      return { type: 'deleted', unbindResult: body.id_server_unbind_result };
    },
  };
}

/** Where the metadata is; the second before the specification's 1.15. */
const AUTH_METADATA = ['v1', 'unstable/org.matrix.msc2965'];

/** What one's email addresses belong to there (specification, "Account management URL discovery"). */
const PROFILE = 'org.matrix.profile';

/** A person is sent there, so it is a page that nobody else can have put there. */
function managementUrl(body: InferOutput<typeof authMetadataBody>): string | null {
  if (body.account_management_uri === null) return null;
  const url = new URL(body.account_management_uri);
  if (!isSecure(url) || hasCredentials(url)) return null;
  if (body.account_management_actions_supported.includes(PROFILE)) {
    url.searchParams.set('action', PROFILE);
  }
  return url.href;
}

function refusal(problem: Problem): Refusal {
  return { type: 'refused', problem };
}

function endpointOf(auth: AuthData | null): Asked['endpoint'] {
  if (auth === null) return 'add';
  return auth.proof && 'password' in auth.proof ? 'addWithPassword' : 'addWithAuth';
}

function authOf({ session, proof }: AuthData): object {
  return {
    ...(proof && { ...fieldsOf(proof), type: proof.stage }),
    ...(session && { session: session.reveal() }),
  };
}

/** Both spellings of the user: `identifier` as the specification has it, `user` for homeservers older than r0.6. */
function fieldsOf(proof: StageProof): object {
  if (!('password' in proof)) return JSON.parse(proof.fields.reveal());
  const { userId: user, password } = proof;
  return { user, identifier: { type: 'm.id.user', user }, password: password.reveal() };
}

/** The body of a 2xx answer that has the promised shape, or null. */
function bodyOf<Schema extends GenericSchema>(
  { response, body }: Answer,
  schema: Schema,
): InferOutput<Schema> | null {
  // Every body is an object, which an array would pass for where no field is required.
  return response.ok && !Array.isArray(body) ? read(schema, body) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Media that this library does not know are left out. */
function listed(item: { medium: string; address: string; added_at: number | null }) {
  const { medium, address } = item;
  if (medium !== 'email' && medium !== 'msisdn') return [];
  return [{ medium, address, addedAt: item.added_at || null } satisfies ListedThreepid];
}

/** Of `Retry-After`, in seconds or as a date (RFC 9110). */
function waitIn({ headers }: Response, now: number): number | null {
  const header = headers.get('Retry-After') ?? '';
  const seconds = parseFloat(header);
  return read(wait, Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000);
}

function hasCredentials({ username, password }: URL): boolean {
  return username + password !== '';
}

function isSecure({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(?:localhost|127\.[\d.]+|\[::1\])$/u.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}
