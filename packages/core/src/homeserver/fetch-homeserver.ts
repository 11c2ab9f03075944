import type { InferOutput } from 'valibot';
import type { Clock } from '../clock.ts';
import type { Medium, Threepid } from '../threepid.ts';
import { hasCredentials, isSecure, pageUrl, parseUrl } from '../urls.ts';
import { authField, authPageUrl, authRequiredIn, endpointOf } from './auth.ts';
import { createConsistentList } from './consistent-list.ts';
import type {
  AddRequest,
  AuthResponse,
  DeleteResponse,
  Homeserver,
  ListResponse,
  Refusal,
} from './homeserver.ts';
import type { RequestInfo } from './problem.ts';
import { bodyOf, noResponse, parseResponse, refusal, refusalOf } from './response.ts';
import type { ParsedResponse } from './response.ts';
import {
  addBody,
  authMetadataBody,
  capabilitiesBody,
  deleteBody,
  listBody,
  tokenRequestBody,
  tokenSubmissionBody,
} from './schemas.ts';

export interface FetchHomeserverOptions {
  /** The homeserver's address, as `.well-known` gives it; with or without a slash at the end. */
  readonly baseUrl: string;
  /** Prefix of every path; `/_matrix/client/r0` for homeservers older than version 1.1 of the specification. */
  readonly prefix: string;
  /** Called before every authenticated request, so that the app can refresh its token. */
  readonly getAccessToken: () => string | Promise<string>;
  /** Whether a token may be sent to an origin other than the homeserver's. */
  readonly trustsSubmitUrl: (url: URL) => boolean;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Aborted when the account signs out: no request outlives it. */
  readonly lifetime: AbortSignal;
}

interface Call {
  readonly url: string;
  /** Makes the call a POST; without it, it is a GET. */
  readonly body?: object;
  readonly signal: AbortSignal;
  readonly needsToken?: true;
}

/** Creates the homeserver client (specification, client-server API). */
export function createFetchHomeserver(options: FetchHomeserverOptions): Homeserver {
  const { prefix, getAccessToken, trustsSubmitUrl, fetch, clock, lifetime } = options;
  const { origin } = new URL(options.baseUrl);
  const root = options.baseUrl.replace(/\/+$/u, '');
  const base = root + prefix;
  const account = `${base}/account/3pid`;

  async function send({ url, body, needsToken, ...init }: Call): Promise<ParsedResponse> {
    try {
      // An app that cannot provide a token most likely failed to refresh it without a network.
      const authorization = needsToken && { Authorization: `Bearer ${await getAccessToken()}` };
      const response = await fetch(url, {
        ...init,
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'Content-Type': 'application/json', ...authorization },
        credentials: 'omit',
        // A redirect would carry secrets to another origin, and its response would count as the homeserver's.
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
      return await parseResponse(response);
    } catch {
      return noResponse();
    }
  }

  function refused(
    response: ParsedResponse,
    endpoint: RequestInfo['endpoint'],
    medium: Medium,
  ): Refusal {
    return refusalOf(response, { endpoint, medium, at: clock.now() });
  }

  /**
   * The URL that the token and the session may be sent to, as parsed: a browser resolves a text like
   * `https:path` against the page. They go to the homeserver, and elsewhere only if the app trusts the
   * URL: encrypted unless it stays on the machine, and without credentials. Null for any other URL.
   */
  function trustedUrl(submitUrl: string): string | null {
    const url = submitUrl.length > MAX_URL_LENGTH ? null : parseUrl(submitUrl);
    if (url === null || hasCredentials(url)) return null;
    const { href } = url;
    return url.origin === origin || (isSecure(url) && trustsSubmitUrl(url)) ? href : null;
  }

  async function readList(signal: AbortSignal): Promise<ListResponse> {
    const response = await send({ url: account, signal, needsToken: true });
    const body = bodyOf(response, listBody);
    if (body === null) return refused(response, 'read', 'email');
    const threepids = body.threepids.map(({ medium, address, added_at: addedAt }) => {
      return { medium, address, addedAt: addedAt || null };
    });
    return { type: 'listed', threepids };
  }

  /** `left` is aborted when the response no longer matters; the request itself ends with `signal`. */
  async function add(
    { payload: { medium, sids, clientSecret }, auth: given }: AddRequest,
    signal: AbortSignal,
    left: AbortSignal,
  ): Promise<AuthResponse<null>> {
    let auth = given;
    let result: AuthResponse<null> = refusal({ code: 'notValidated', medium });
    for (const sid of sids) {
      const response = await send({
        url: `${account}/add`,
        body: {
          sid: sid.reveal(),
          client_secret: clientSecret.reveal(),
          ...(auth && { auth: authField(auth) }),
        },
        signal,
        needsToken: true,
      });
      result =
        bodyOf(response, addBody) === null
          ? (authRequiredIn(response, auth) ?? refused(response, endpointOf(auth), medium))
          : { type: 'settled', result: null };
      const isNextSidsTurn = result.type === 'refused' && result.problem.code === 'notValidated';
      if (!isNextSidsTurn || left.aborted) break;
      // The session stands for the proof that the homeserver has just accepted; a homeserver that
      // keeps no session gets the proof again.
      if (auth?.session) auth = { session: auth.session, proof: null };
    }
    if (result.type === 'settled') list.expectAdded(medium);
    return result;
  }

  async function remove(threepid: Threepid, signal: AbortSignal): Promise<DeleteResponse> {
    const { medium, address } = threepid;
    const response = await send({
      url: `${account}/delete`,
      body: { medium, address },
      signal,
      needsToken: true,
    });
    const body = bodyOf(response, deleteBody);
    if (body === null) return refused(response, 'delete', medium);
    list.expectRemoved(threepid);
    return { type: 'deleted', unbindResult: body.id_server_unbind_result };
  }

  const list = createConsistentList({ read: readList, clock, lifetime });

  return {
    listThreepids: list.listThreepids,

    async mayChangeThreepids(signal) {
      const response = await send({ url: `${base}/capabilities`, signal, needsToken: true });
      return bodyOf(response, capabilitiesBody)?.capabilities['m.3pid_changes'].enabled ?? null;
    },

    async accountManagementUrl(signal) {
      for (const path of AUTH_METADATA) {
        const response = await send({
          url: `${root}/_matrix/client/${path}/auth_metadata`,
          signal,
        });
        const body = bodyOf(response, authMetadataBody);
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
      const response = await send({
        url: `${account}/${medium}/requestToken`,
        body: { ...typed, client_secret: clientSecret.reveal(), send_attempt: sendAttempt },
        signal,
      });
      const body = bodyOf(response, tokenRequestBody);
      if (body === null) return refused(response, 'requestToken', medium);
      const { sid, submit_url: given, msisdn, intl_fmt: intlFmt } = body;
      if (given === null && medium === 'msisdn') return refusal({ code: 'submitUrlMissing' });
      const submitUrl = given === null ? null : trustedUrl(given);
      if (given !== null && submitUrl === null) return refusal({ code: 'submitUrlUntrusted' });
      return { type: 'sent', sid, submitUrl, msisdn, intlFmt, at: clock.now() };
    },

    async submitToken({ medium, submitUrl, sid, clientSecret, token }, signal) {
      // Checked again, because a pending validation comes from a storage.
      const url = trustedUrl(submitUrl);
      if (url === null) return refusal({ code: 'submitUrlUntrusted' });
      const response = await send({
        url,
        body: { sid: sid.reveal(), client_secret: clientSecret.reveal(), token: token.reveal() },
        signal,
      });
      const body = bodyOf(response, tokenSubmissionBody);
      if (body === null) return refused(response, 'submitToken', medium);
      return body.success ? { type: 'accepted' } : refusal({ code: 'tokenWrong' });
    },

    addThreepid: (request, left) => list.change(left, (signal) => add(request, signal, left)),

    authPageUrl: (page) => authPageUrl(base, page),

    deleteThreepid: (threepid, left) => list.change(left, (signal) => remove(threepid, signal)),
  };
}

/** Browsers and servers handle URLs of this length. */
const MAX_URL_LENGTH = 2_000;

/** The paths of the metadata; the second one is for homeservers older than version 1.15 of the specification. */
const AUTH_METADATA = ['v1', 'unstable/org.matrix.msc2965'];

/** The action whose page shows email addresses (specification, "Account management URL discovery"). */
const PROFILE = 'org.matrix.profile';

function managementUrl(body: InferOutput<typeof authMetadataBody>): string | null {
  if (body.account_management_uri === null) return null;
  const url = pageUrl(body.account_management_uri);
  if (url === null) return null;
  if (body.account_management_actions_supported.includes(PROFILE)) {
    url.searchParams.set('action', PROFILE);
  }
  return url.href;
}
