import type { Medium } from '../address.ts';

/** What each problem carries besides its code; never a homeserver's text. */
interface ProblemParameters {
  // What the person typed; nothing was sent.
  emailEmpty: object;
  emailMalformed: object;
  emailTooLong: object;
  phoneEmpty: object;
  phoneMalformed: object;
  countryUnknown: object;
  tokenEmpty: object;
  passwordEmpty: object;
  // The address, as the homeserver sees it.
  inUse: { readonly medium: Medium };
  alreadyYours: { readonly medium: Medium };
  addressDenied: { readonly medium: Medium };
  addressRejected: { readonly medium: Medium };
  destinationRejected: object;
  phoneUnsendable: object;
  mediumUnsupported: { readonly medium: Medium };
  serverNotTrusted: { readonly medium: Medium };
  termsNotSigned: object;
  sendFailed: { readonly medium: Medium };
  // The validation session.
  submitUrlMissing: object;
  submitUrlUntrusted: object;
  tokenWrong: object;
  notValidated: { readonly medium: Medium };
  sessionExpired: { readonly medium: Medium };
  // Interactive auth.
  passwordWrong: object;
  authRepeated: object;
  authRefused: object;
  authExpired: object;
  authNotCompleted: object;
  authStageFailed: object;
  popupBlocked: object;
  authUnsupported: object;
  authEndless: object;
  // The account and the homeserver.
  changesDisabled: object;
  signedOut: {
    /** The homeserver keeps the device: signing in again is enough. */
    readonly soft: boolean;
  };
  changedElsewhere: object;
  accountRestricted: object;
  accountDeactivated: object;
  notRemoved: object;
  alreadyRemoved: object;
  unrecognized: object;
  rateLimited: {
    /** Milliseconds since the epoch from which a request may succeed again: a minute from now where the homeserver did not say, a day at most. */
    readonly until: number;
  };
  // The network, and answers that nobody can read.
  network: object;
  timeout: object;
  serverError: { readonly status: number };
  unreadable: { readonly status: number };
  unknown: { readonly status: number; readonly errcode: string | null };
  unexpected: object;
}

export type ProblemCode = keyof ProblemParameters;

/** Something that went wrong or must be told, as data: a code from a closed set, with its parameters. */
export type Problem<Code extends ProblemCode = ProblemCode> = {
  [C in Code]: { readonly code: C } & Readonly<ProblemParameters[C]>;
}[Code];

/** The request that was answered; the same errcode means different things on different ones. */
export interface Asked {
  readonly endpoint:
    'read' | 'requestToken' | 'submitToken' | 'add' | 'addWithAuth' | 'addWithPassword' | 'delete';
  readonly medium: Medium;
  /** Milliseconds since the epoch, when the answer arrived. */
  readonly at: number;
}

/** Milliseconds to wait where a homeserver says "too many" and not how long. */
const DEFAULT_WAIT = 60_000;

/** What came back, as far as it could be read. */
export interface ErrorAnswer {
  /** 0 where no answer came. */
  readonly status: number;
  readonly errcode: string | null;
  /** Milliseconds to wait, where the homeserver said so. */
  readonly retryAfter: number | null;
  readonly softLogout: boolean;
}

/**
 * What an answer means: the one place that knows the homeservers' errcodes.
 *
 * The errcode decides before the status, except `M_UNKNOWN`, which says nothing (specification,
 * client-server API, "Standard error response"). The text of an error is never looked at.
 */
export function problemOf(answer: ErrorAnswer, { endpoint, medium, at }: Asked): Problem {
  const { status, errcode } = answer;
  if (status === 0) return { code: 'network' };
  // Sydent's limit comes through Synapse as 429 with M_UNKNOWN, so the status counts as well.
  if (status === 429 || errcode === 'M_LIMIT_EXCEEDED') {
    return { code: 'rateLimited', until: at + (answer.retryAfter ?? DEFAULT_WAIT) };
  }
  switch (errcode) {
    case 'M_THREEPID_IN_USE':
      return { code: 'inUse', medium };
    case 'M_THREEPID_DENIED':
      return { code: 'addressDenied', medium };
    case 'M_DESTINATION_REJECTED':
      return { code: 'destinationRejected' };
    case 'M_THREEPID_MEDIUM_NOT_SUPPORTED':
      return { code: 'mediumUnsupported', medium };
    case 'M_SERVER_NOT_TRUSTED':
      return { code: 'serverNotTrusted', medium };
    case 'M_TERMS_NOT_SIGNED':
    case 'M_CONSENT_NOT_GIVEN':
      return { code: 'termsNotSigned' };
    case 'M_THREEPID_AUTH_FAILED':
    case 'M_SESSION_NOT_VALIDATED':
      return { code: 'notValidated', medium };
    case 'M_TOKEN_INCORRECT':
      return { code: 'tokenWrong' };
    case 'M_SESSION_EXPIRED':
      return { code: 'sessionExpired', medium };
    case 'M_NO_VALID_SESSION':
      // Sydent's word for a wrong code, too.
      return endpoint === 'submitToken'
        ? { code: 'tokenWrong' }
        : { code: 'sessionExpired', medium };
    case 'M_EMAIL_SEND_ERROR':
    case 'M_SEND_ERROR':
      return { code: 'sendFailed', medium };
    case 'M_UNKNOWN_TOKEN':
    case 'M_MISSING_TOKEN':
      return { code: 'signedOut', soft: answer.softLogout };
    case 'M_USER_LOCKED':
    case 'M_USER_SUSPENDED':
    case 'M_GUEST_ACCESS_FORBIDDEN':
    case 'M_RESOURCE_LIMIT_EXCEEDED':
    case 'ORG_MATRIX_EXPIRED_ACCOUNT':
      return { code: 'accountRestricted' };
    case 'M_USER_DEACTIVATED':
      return { code: 'accountDeactivated' };
    case 'M_UNRECOGNIZED':
      return { code: 'unrecognized' };
    case 'M_THREEPID_NOT_FOUND':
    case 'M_NOT_FOUND':
      if (endpoint === 'delete') return { code: 'alreadyRemoved' };
      if (endpoint.startsWith('add')) return { code: 'sessionExpired', medium };
      break;
    // Synapse 1.67 calls a malformed address a malformed body; Sydent misses params, not a param.
    case 'M_BAD_JSON':
    case 'M_MISSING_PARAM':
    case 'M_MISSING_PARAMS':
    case 'M_INVALID_PARAM':
    case 'M_INVALID_EMAIL':
    case 'M_INVALID_ADDRESS':
    case 'M_INVALID_PHONE_NUMBER':
      if (endpoint === 'requestToken') return { code: 'addressRejected', medium };
      if (endpoint === 'submitToken') return { code: 'tokenWrong' };
      break;
    case 'M_UNKNOWN':
      if (endpoint !== 'requestToken') break;
      // Of a mail that could not be sent, Synapse says 500.
      if (status !== 400) return { code: 'sendFailed', medium };
      // Before 1.130 it says 400 of a medium that it does not validate, and of a number that it cannot read.
      return medium === 'email'
        ? { code: 'mediumUnsupported', medium }
        : { code: 'phoneUnsendable' };
    case 'M_FORBIDDEN':
      // With interactive auth under way, 403 says that the wrong person authenticated, or with
      // Dendrite that the password was wrong; Synapse says that changes are disabled with 400.
      if (endpoint === 'addWithPassword' && status === 403) return { code: 'passwordWrong' };
      if (endpoint === 'addWithAuth' && status === 403) return { code: 'authRefused' };
      if (endpoint !== 'read' && endpoint !== 'submitToken') return { code: 'changesDisabled' };
  }
  if (status >= 500) return { code: 'serverError', status };
  if (status >= 200 && status < 300) return { code: 'unreadable', status };
  // Synapse hides every refusal of its phone delegate behind 400 M_UNKNOWN, a wrong code first of all.
  if (endpoint === 'submitToken' && status === 400) return { code: 'tokenWrong' };
  // An interactive auth session that the homeserver no longer knows, or that belongs to another request
  // (Synapse: M_UNKNOWN; Dendrite: M_BAD_JSON).
  const isOfSession = errcode === null || errcode === 'M_UNKNOWN' || errcode === 'M_BAD_JSON';
  const isWithAuth = endpoint === 'addWithAuth' || endpoint === 'addWithPassword';
  if (isWithAuth && isOfSession && (status === 400 || status === 403)) {
    return { code: 'authExpired' };
  }
  if (status === 404 || status === 405) return { code: 'unrecognized' };
  return { code: 'unknown', status, errcode };
}

const UNKNOWN_OUTCOMES: readonly ProblemCode[] = [
  'network',
  'timeout',
  'serverError',
  'unreadable',
];

/** Whether the request may have been carried out all the same, so that one looks before repeating it. */
export function isOutcomeUnknown(problem: Problem | null): boolean {
  return problem !== null && UNKNOWN_OUTCOMES.includes(problem.code);
}
