import type { Secret } from '../secret.ts';
import type { Entry, Medium, Threepid } from '../threepid.ts';
import type { Problem } from './problem.ts';

/** A threepid as the homeserver lists it. */
export interface ListedThreepid extends Threepid {
  /** Milliseconds since the epoch; null if the homeserver does not know (Dendrite responds with 0). */
  readonly addedAt: number | null;
}

/** A request that failed in an expected way. It resolves, because only bugs reject. */
export interface Refusal {
  readonly type: 'refused';
  readonly problem: Problem;
}

export type ListResponse =
  { readonly type: 'listed'; readonly threepids: readonly ListedThreepid[] } | Refusal;

export interface TokenRequest {
  readonly entry: Entry;
  readonly clientSecret: Secret;
  /** Counts from 1. The homeserver sends only for a number higher than it has seen. */
  readonly sendAttempt: number;
}

export type TokenResponse =
  | {
      readonly type: 'sent';
      readonly sid: Secret;
      /** URL that the user's token is sent to; null if the homeserver validates with a link of its own. */
      readonly submitUrl: string | null;
      /** The number as E.164 digits without plus. Only Sydent adds it, so it is often null. */
      readonly msisdn: string | null;
      /** The number in international format. Only Sydent adds it, so it is often null. */
      readonly intlFmt: string | null;
      /** Milliseconds since the epoch when the response arrived. */
      readonly at: number;
    }
  | Refusal;

export interface TokenSubmission {
  readonly medium: Medium;
  readonly submitUrl: string;
  readonly sid: Secret;
  readonly clientSecret: Secret;
  readonly token: Secret;
}

export type TokenSubmissionResponse = { readonly type: 'accepted' } | Refusal;

/** What completes a stage of interactive auth. */
export type StageProof =
  | { readonly stage: 'm.login.password'; readonly userId: string; readonly password: Secret }
  | {
      readonly stage: string;
      /** JSON text of an object: the fields of `auth` besides `type` and `session`. */
      readonly fields: Secret;
    };

/** The `auth` of a request under interactive auth: the session alone, or with the proof of a stage. */
export interface AuthData {
  readonly session: Secret | null;
  readonly proof: StageProof | null;
}

/** A stage of an interactive auth session that is done in a browser. */
export interface AuthPage {
  readonly session: Secret;
  readonly stage: string;
  readonly params: StageParams;
}

/** What the homeserver sends about a stage, such as a captcha's `public_key` or the `policies` of the terms. */
export type StageParams = Readonly<Record<string, unknown>>;

/** The body of a 401 of interactive auth (specification, "User-Interactive Authentication API"). */
export interface Challenge {
  readonly session: Secret | null;
  readonly flows: readonly (readonly string[])[];
  /** Null if the homeserver did not say. */
  readonly completed: readonly string[] | null;
  readonly params: Readonly<Record<string, StageParams>>;
}

export interface AuthRequired {
  readonly type: 'authRequired';
  readonly challenge: Challenge;
  /** The request carried a proof and the 401 has an errcode: the proof was wrong. */
  readonly stageFailed: boolean;
}

/** The response to a request under interactive auth; `settled` is the endpoint's own success. */
export type AuthResponse<Result> =
  { readonly type: 'settled'; readonly result: Result } | AuthRequired | Refusal;

/** The body of `/add` without `auth`. */
export interface AddPayload {
  readonly medium: Medium;
  /** Newest first. `/add` tries them in this order until one is validated. */
  readonly sids: readonly Secret[];
  readonly clientSecret: Secret;
}

export interface AddRequest {
  readonly payload: AddPayload;
  readonly auth: AuthData | null;
}

export type UnbindResult = 'success' | 'no-support';

export type DeleteResponse =
  | {
      readonly type: 'deleted';
      /** Whether the identity server removed its binding; null if the homeserver did not say (Dendrite). */
      readonly unbindResult: UnbindResult | null;
    }
  | Refusal;

/**
 * The requests that the machines make. Every response of a homeserver resolves; only bugs reject.
 * Leaving a state aborts the signal. An aborted request may have been carried out, so `addThreepid`
 * and `deleteThreepid` run on, and `listThreepids` waits for them.
 */
export interface Homeserver {
  /**
   * `GET /account/3pid`, as of after every change that this client has made. Waits at most `maxWait`
   * milliseconds for a change that is still running, and is then refused as `timeout`.
   */
  readonly listThreepids: (signal: AbortSignal, maxWait?: number) => Promise<ListResponse>;
  /** `GET /capabilities`: whether `m.3pid_changes` allows changes; null if no response says so (specification, "Capabilities negotiation"). */
  readonly mayChangeThreepids: (signal: AbortSignal) => Promise<boolean | null>;
  /**
   * `GET /auth_metadata`: the page that manages an account of an authentication service, opened at
   * its profile if that page exists; null if unknown (specification, "OAuth 2.0 API").
   */
  readonly accountManagementUrl: (signal: AbortSignal) => Promise<string | null>;
  /** `POST /account/3pid/{email,msisdn}/requestToken` */
  readonly requestToken: (request: TokenRequest, signal: AbortSignal) => Promise<TokenResponse>;
  /** `POST {submit_url}` */
  readonly submitToken: (
    submission: TokenSubmission,
    signal: AbortSignal,
  ) => Promise<TokenSubmissionResponse>;
  /** `POST /account/3pid/add`, for each sid until one is validated. */
  readonly addThreepid: (request: AddRequest, signal: AbortSignal) => Promise<AuthResponse<null>>;
  /** The URL that a browser does a stage at. It may contain the session in clear: open it, and never store or log it. */
  readonly authPageUrl: (page: AuthPage) => string;
  /** `POST /account/3pid/delete`. The address must be the list's own: another spelling removes nothing, with a 200. */
  readonly deleteThreepid: (threepid: Threepid, signal: AbortSignal) => Promise<DeleteResponse>;
}
