import { readEntry } from '../address-input.ts';
import type { AddPayload, TokenRequest, TokenSubmission } from '../homeserver/homeserver.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';
import type { AuthProgress } from '../interactive-auth/stages.ts';
import type { PendingValidation, ValidationSession } from '../pending/pending-validation.ts';
import { Secret } from '../secret.ts';
import { hasEntry, isSameEntry, type Entry, type Medium, type Threepid } from '../threepid.ts';

export interface AddThreepidContext {
  readonly medium: Medium;
  readonly userId: string;
  /** What the form holds, as typed. */
  readonly typed: { readonly address: string; readonly country: string };
  /** The address that a token was sent to. */
  readonly entry: Entry | null;
  readonly clientSecret: Secret;
  /** The address that a token is requested for instead. It replaces `entry` when the token was sent. */
  readonly draft: { readonly entry: Entry; readonly clientSecret: Secret } | null;
  readonly session: ValidationSession | null;
  /** The progress of interactive auth, for the next `/add`. */
  readonly auth: AuthProgress | null;
  readonly problem: Problem | null;
  /** Enough time has passed for the last mail or text to arrive. */
  readonly isOverdue: boolean;
  /** The account's threepids, as the list machine last read them. */
  readonly owned: readonly Threepid[];
  /** The token that is being submitted; null before and after. */
  readonly token: Secret | null;
  /** Attempts of the request that is retried automatically, since its state was entered. */
  readonly attempts: number;
  /** Automatic checks whether the link was opened, since the user's last act. */
  readonly linkChecks: number;
  readonly outcome: AddThreepidOutput['type'];
}

export interface AddThreepidInput {
  readonly medium: Medium;
  readonly userId: string;
  readonly owned: readonly Threepid[];
}

export type AddThreepidEvent =
  | { readonly type: 'address.submit'; readonly address: string; readonly country: string }
  | { readonly type: 'address.edit' }
  | { readonly type: 'token.submit'; readonly token: Secret }
  | { readonly type: 'token.resend' }
  | { readonly type: 'validation.continue' }
  /** Continues a validation that survived a reload. The list machine sends it. */
  | { readonly type: 'validation.resume'; readonly pending: PendingValidation }
  | { readonly type: 'flow.cancel' }
  /** The user came back to the page, or the network came back. */
  | { readonly type: 'page.return' }
  /** The list machine has read the account's threepids. */
  | { readonly type: 'list.change'; readonly owned: readonly Threepid[] };

export type AddThreepidOutput =
  | { readonly type: 'added'; readonly medium: Medium; readonly address: string }
  | { readonly type: 'cancelled' }
  /** The homeserver allows no changes. */
  | { readonly type: 'unavailable' }
  /** Cancelled after `/add`, and the list could not be read: the address may have been added. */
  | { readonly type: 'unsettled' };

export function initialContext({ medium, userId, owned }: AddThreepidInput): AddThreepidContext {
  return {
    medium,
    userId,
    owned,
    typed: { address: '', country: '' },
    entry: null,
    clientSecret: new Secret(''),
    draft: null,
    session: null,
    auth: null,
    problem: null,
    isOverdue: false,
    token: null,
    attempts: 0,
    linkChecks: 0,
    outcome: 'cancelled',
  };
}

export function outputOf(context: AddThreepidContext): AddThreepidOutput {
  const { medium, outcome } = context;
  return outcome === 'added'
    ? { type: outcome, medium, address: shownAddress(context) }
    : { type: outcome };
}

type AddressSubmit = Extract<AddThreepidEvent, { type: 'address.submit' }>;

export function entryOf(medium: Medium, { address, country }: AddressSubmit) {
  return readEntry(medium, address, country);
}

/** Whether the user submitted the same address again. */
export function isEntryOf(medium: Medium, event: AddressSubmit, before: Entry | null): boolean {
  const { entry } = entryOf(medium, event);
  return entry !== undefined && before !== null && isSameEntry(entry, before);
}

/** Whether the list contains the address that a token was sent to. */
export function isListed(
  { entry, session }: AddThreepidContext,
  threepids: readonly Threepid[],
): boolean {
  return entry !== null && hasEntry(threepids, entry, session?.msisdn ?? null);
}

/** Whether the account has the address that a token was last requested for. */
export function isRequestedListed(context: AddThreepidContext): boolean {
  const { draft, owned } = context;
  return draft === null ? isListed(context, owned) : hasEntry(owned, draft.entry, null);
}

interface WithContext {
  readonly context: AddThreepidContext;
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('Not available in this state');
  return value;
}

/** The input of the next token request. A repeated request has the same body. */
export function tokenRequestOf({ context }: WithContext): TokenRequest {
  const { entry, clientSecret, session, draft } = context;
  if (draft !== null) return { ...draft, sendAttempt: 1 };
  return {
    entry: present(entry),
    clientSecret,
    sendAttempt: (session?.sendAttempt ?? 0) + 1,
  };
}

export function tokenSubmissionOf({ context }: WithContext): TokenSubmission {
  const { medium, clientSecret, session, token } = context;
  const { sids, submitUrl } = present(session);
  return {
    medium,
    submitUrl: present(submitUrl),
    sid: present(sids[0] ?? null),
    clientSecret,
    token: present(token),
  };
}

export function addPayloadOf({ medium, clientSecret, session }: AddThreepidContext): AddPayload {
  return { medium, sids: present(session).sids, clientSecret };
}

/** Problems that repeating `/add` cannot solve, so that polling stops. */
const NOT_POLLABLE: readonly ProblemCode[] = [
  'rateLimited',
  'signedOut',
  'accountRestricted',
  'accountDeactivated',
  'termsNotSigned',
  'changesDisabled',
  'unrecognized',
  'sessionExpired',
];

/** Whether `/add` is repeated automatically: the user has authenticated, and only the link is missing. */
export function isPolling({ auth, problem }: AddThreepidContext): boolean {
  const isFutile = problem !== null && NOT_POLLABLE.includes(problem.code);
  return auth !== null && auth.isComplete && auth.session !== null && !isFutile;
}

/** How often another mail or text may be requested for one address. */
const MAX_RESENDS = 5;

export function isResendSpent({ session }: AddThreepidContext): boolean {
  return session !== null && session.sendAttempt > MAX_RESENDS;
}

/** The address as a screen shows it: a phone number in the homeserver's format, if it sent one. */
export function shownAddress({ entry, session }: AddThreepidContext): string {
  if (entry === null) return '';
  if (entry.medium === 'email') return entry.address;
  return session?.intlFmt ?? (session?.msisdn ? `+${session.msisdn}` : entry.phoneNumber);
}
