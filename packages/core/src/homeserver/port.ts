import type { Entry, Medium, Threepid } from '../address.ts';
import type { Secret } from '../secret.ts';
import type { Problem } from './problem.ts';

/** A threepid as the homeserver lists it. */
export interface ListedThreepid extends Threepid {
  /** Milliseconds since the epoch; null where the homeserver does not know (Dendrite answers 0). */
  readonly addedAt: number | null;
}

/** A request that did not give what was asked for: expected, so it is an answer and not an exception. */
export interface Refusal {
  readonly type: 'refused';
  readonly problem: Problem;
}

export type ListAnswer =
  { readonly type: 'listed'; readonly threepids: readonly ListedThreepid[] } | Refusal;

export interface TokenRequest {
  readonly entry: Entry;
  readonly clientSecret: Secret;
  /** Counts from 1; the homeserver sends only for a higher one than it has seen. */
  readonly sendAttempt: number;
}

export type TokenRequestAnswer =
  | {
      readonly type: 'sent';
      readonly sid: Secret;
      /** Where the person's token goes; null where the homeserver validates by a link of its own. */
      readonly submitUrl: string | null;
      /** The number as E.164 digits without plus; Sydent's addition, so often null. */
      readonly msisdn: string | null;
      /** The number as one writes it internationally; Sydent's addition, so often null. */
      readonly intlFmt: string | null;
      /** Milliseconds since the epoch, when the answer arrived. */
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

export type TokenSubmissionAnswer = { readonly type: 'accepted' } | Refusal;

/** What a stage of interactive auth is answered with. */
export type StageProof =
  | { readonly stage: 'm.login.password'; readonly userId: string; readonly password: Secret }
  | {
      readonly stage: string;
      /** The JSON text of an object: what `auth` has besides `type` and `session`. */
      readonly fields: Secret;
    };

/** The `auth` of a request under interactive auth: the session alone, or with a proof for its stage. */
export interface AuthData {
  readonly session: Secret | null;
  readonly proof: StageProof | null;
}

/** A stage of an interactive auth session. */
export interface AuthStage {
  readonly session: Secret;
  readonly stage: string;
}

export interface AddRequest {
  readonly medium: Medium;
  readonly sid: Secret;
  readonly clientSecret: Secret;
  readonly auth: AuthData | null;
}

/** Interactive auth as the latest 401 describes it (specification, "User-Interactive Authentication API"). */
export interface InteractiveAuth {
  readonly session: Secret | null;
  readonly flows: readonly (readonly string[])[];
  /** Null where the homeserver did not say. */
  readonly completed: readonly string[] | null;
  /** By stage, what the homeserver says of it. */
  readonly params: Readonly<Record<string, StageParams>>;
}

/** What a homeserver says of a stage: a captcha's `public_key`, the `policies` of the terms. */
export type StageParams = Readonly<Record<string, unknown>>;

export type AddAnswer =
  | { readonly type: 'added' }
  | {
      readonly type: 'authRequired';
      readonly auth: InteractiveAuth;
      /** A proof was sent, and the 401 carried an errcode: it was not the right one. */
      readonly stageFailed: boolean;
    }
  | Refusal;

export type UnbindResult = 'success' | 'no-support';

export type DeleteAnswer =
  | {
      readonly type: 'deleted';
      /** What became of the binding at an identity server; null where the homeserver did not say (Dendrite). */
      readonly unbindResult: UnbindResult | null;
    }
  | Refusal;

/**
 * What is asked of a homeserver. Whatever it answers resolves; nothing rejects but a programming
 * error. Leaving a state aborts the signal, and an aborted request may have been carried out.
 */
export interface Homeserver {
  /** `GET /account/3pid` */
  readonly listThreepids: (signal: AbortSignal) => Promise<ListAnswer>;
  /** `GET /capabilities`: whether `m.3pid_changes` allows changes; null where no answer says (specification, "Capabilities negotiation"). */
  readonly mayChangeThreepids: (signal: AbortSignal) => Promise<boolean | null>;
  /**
   * `GET /auth_metadata`: where an account that lives in an authentication service is managed, at the
   * page of its profile if there is one; null where nobody says (specification, "OAuth 2.0 API").
   */
  readonly accountManagementUrl: (signal: AbortSignal) => Promise<string | null>;
  /** `POST /account/3pid/{email,msisdn}/requestToken` */
  readonly requestToken: (
    request: TokenRequest,
    signal: AbortSignal,
  ) => Promise<TokenRequestAnswer>;
  /** `POST {submit_url}` */
  readonly submitToken: (
    submission: TokenSubmission,
    signal: AbortSignal,
  ) => Promise<TokenSubmissionAnswer>;
  /** `POST /account/3pid/add` */
  readonly addThreepid: (request: AddRequest, signal: AbortSignal) => Promise<AddAnswer>;
  /** Where a browser does the stage: `/auth/{stage}/fallback/web`. The session is in it, in clear: for opening and nothing else. */
  readonly fallbackUrl: (stage: AuthStage) => string;
  /** `POST /account/3pid/delete`; the address must be the list's own, for another spelling removes nothing and says 200. */
  readonly deleteThreepid: (threepid: Threepid, signal: AbortSignal) => Promise<DeleteAnswer>;
}
