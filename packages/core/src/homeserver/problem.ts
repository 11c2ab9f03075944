import type { Medium } from '../threepid.ts';

/** The parameters of each problem besides its code; never a homeserver's text. */
interface ProblemParameters {
  // What the user typed; no request was made.
  emailEmpty: object;
  emailMalformed: object;
  emailTooLong: object;
  phoneEmpty: object;
  phoneMalformed: object;
  countryUnknown: object;
  tokenEmpty: object;
  passwordEmpty: object;
  // The address, according to the homeserver.
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
    /** The homeserver keeps the device, so signing in again is enough. */
    readonly soft: boolean;
  };
  changedElsewhere: object;
  accountRestricted: object;
  accountDeactivated: object;
  notRemoved: object;
  alreadyRemoved: object;
  unrecognized: object;
  rateLimited: {
    /** Milliseconds since the epoch from which a request may succeed again: in a minute if the homeserver did not say, in a day at most. */
    readonly until: number;
  };
  // The network, and responses that cannot be parsed.
  network: object;
  timeout: object;
  serverError: { readonly status: number };
  unreadable: { readonly status: number };
  unknown: { readonly status: number; readonly errcode: string | null };
  unexpected: object;
}

export type ProblemCode = keyof ProblemParameters;

/** Something that the user must know, as data: a code from a closed set, with its parameters. */
export type Problem<Code extends ProblemCode = ProblemCode> = {
  [C in Code]: { readonly code: C } & Readonly<ProblemParameters[C]>;
}[Code];

/** The request that was made. The same errcode means different things on different endpoints. */
export interface RequestInfo {
  readonly endpoint:
    'read' | 'requestToken' | 'submitToken' | 'add' | 'addWithAuth' | 'addWithPassword' | 'delete';
  readonly medium: Medium;
  /** Milliseconds since the epoch when the response arrived. */
  readonly at: number;
}

/** Milliseconds to wait if a homeserver limits requests and does not say for how long. */
const DEFAULT_WAIT = 60_000;

/** An error response, as far as it could be parsed. */
export interface ErrorResponse {
  /** 0 if no response arrived. */
  readonly status: number;
  readonly errcode: string | null;
  /** Milliseconds to wait, if the homeserver said so. */
  readonly retryAfter: number | null;
  readonly softLogout: boolean;
}

/**
 * Returns the problem that an error response means. This is the only place that knows errcodes.
 *
 * The errcode decides before the status, except `M_UNKNOWN`, which carries no meaning (specification,
 * client-server API, "Standard error response"). An errcode counts only on endpoints where its problem
 * is one that the user can have there. The text of an error is never used.
 */
export function problemOf(response: ErrorResponse, { endpoint, medium, at }: RequestInfo): Problem {
  const { status, errcode } = response;
  const isRequest = endpoint === 'requestToken';
  const isSubmission = endpoint === 'submitToken';
  const isAdd = endpoint.startsWith('add');
  const isWithAuth = isAdd && endpoint !== 'add';
  /** Whether the request is about an address that the user may replace by another one. */
  const isOfNewAddress = isRequest || isSubmission || isAdd;
  if (status === 0) return { code: 'network' };
  // Synapse passes on Sydent's rate limit as 429 with M_UNKNOWN, so the status decides too.
  if (status === 429 || errcode === 'M_LIMIT_EXCEEDED') {
    return { code: 'rateLimited', until: at + (response.retryAfter ?? DEFAULT_WAIT) };
  }
  switch (errcode) {
    case 'M_THREEPID_IN_USE':
      if (isOfNewAddress) return { code: 'inUse', medium };
      break;
    case 'M_THREEPID_DENIED':
      return isOfNewAddress ? { code: 'addressDenied', medium } : { code: 'accountRestricted' };
    case 'M_DESTINATION_REJECTED':
      if (!isRequest) break;
      return medium === 'msisdn'
        ? { code: 'destinationRejected' }
        : { code: 'addressRejected', medium };
    case 'M_THREEPID_MEDIUM_NOT_SUPPORTED':
      return isOfNewAddress ? { code: 'mediumUnsupported', medium } : { code: 'unrecognized' };
    case 'M_SERVER_NOT_TRUSTED':
      if (isOfNewAddress) return { code: 'serverNotTrusted', medium };
      break;
    case 'M_TERMS_NOT_SIGNED':
    case 'M_CONSENT_NOT_GIVEN':
      return { code: 'termsNotSigned' };
    case 'M_THREEPID_AUTH_FAILED':
    case 'M_SESSION_NOT_VALIDATED':
      if (isAdd) return { code: 'notValidated', medium };
      if (isSubmission) return { code: 'tokenWrong' };
      break;
    case 'M_TOKEN_INCORRECT':
      if (isSubmission) return { code: 'tokenWrong' };
      break;
    case 'M_SESSION_EXPIRED':
      if (isSubmission || isAdd) return { code: 'sessionExpired', medium };
      break;
    case 'M_NO_VALID_SESSION':
      // Sydent uses it for a wrong code, too.
      if (isSubmission) return { code: 'tokenWrong' };
      if (isAdd) return { code: 'sessionExpired', medium };
      break;
    case 'M_EMAIL_SEND_ERROR':
    case 'M_SEND_ERROR':
      if (isRequest) return { code: 'sendFailed', medium };
      break;
    case 'M_UNKNOWN_TOKEN':
    case 'M_MISSING_TOKEN':
      return { code: 'signedOut', soft: response.softLogout };
    case 'M_USER_LOCKED':
    case 'M_USER_SUSPENDED':
    case 'M_GUEST_ACCESS_FORBIDDEN':
    case 'M_RESOURCE_LIMIT_EXCEEDED':
    case 'ORG_MATRIX_EXPIRED_ACCOUNT':
      return { code: 'accountRestricted' };
    case 'M_USER_DEACTIVATED':
      return { code: 'accountDeactivated' };
    case 'M_UNRECOGNIZED':
    case 'M_NOT_IMPLEMENTED':
      return { code: 'unrecognized' };
    case 'M_THREEPID_NOT_FOUND':
    case 'M_NOT_FOUND':
      if (endpoint === 'delete') return { code: 'alreadyRemoved' };
      if (isSubmission || isAdd) return { code: 'sessionExpired', medium };
      break;
    // Synapse 1.67 reports a malformed address as a malformed body; Sydent spells it M_MISSING_PARAMS.
    case 'M_BAD_JSON':
    case 'M_MISSING_PARAM':
    case 'M_MISSING_PARAMS':
    case 'M_INVALID_PARAM':
    case 'M_INVALID_EMAIL':
    case 'M_INVALID_ADDRESS':
    case 'M_INVALID_PHONE_NUMBER':
      if (isRequest) return { code: 'addressRejected', medium };
      if (isSubmission) return { code: 'tokenWrong' };
      break;
    case 'M_UNKNOWN':
      if (!isRequest) break;
      // Synapse responds with 500 if it could not send a mail, an old delegate of it with 200.
      if (status < 400 || (status >= 500 && status !== 501)) return { code: 'sendFailed', medium };
      if (status !== 400) break;
      // Before 1.130, Synapse responds with 400 for a medium it does not validate and a number it cannot parse.
      return medium === 'email'
        ? { code: 'mediumUnsupported', medium }
        : { code: 'phoneUnsendable' };
    case 'M_FORBIDDEN':
      // During interactive auth, 403 means that another user authenticated or, on Dendrite, that the
      // password was wrong. Synapse responds with 400 if changes are disabled.
      if (isWithAuth && (status === 401 || status === 403)) {
        return { code: endpoint === 'addWithPassword' ? 'passwordWrong' : 'authRefused' };
      }
      if (isRequest || isAdd || endpoint === 'delete') return { code: 'changesDisabled' };
  }
  // Not implemented, and method not allowed: no repetition changes it.
  if (status === 501 || status === 405) return { code: 'unrecognized' };
  if (status >= 500) return { code: 'serverError', status };
  if (status >= 200 && status < 300) return { code: 'unreadable', status };
  // Synapse hides every refusal of its phone delegate behind 400 M_UNKNOWN; usually the code was wrong.
  if (isSubmission && status === 400) return { code: 'tokenWrong' };
  // The homeserver no longer knows the interactive auth session, or it belongs to another request
  // (Synapse: M_UNKNOWN; Dendrite: M_BAD_JSON).
  const isOfSession = errcode === null || errcode === 'M_UNKNOWN' || errcode === 'M_BAD_JSON';
  if (isWithAuth && isOfSession && (status === 400 || status === 403)) {
    return { code: 'authExpired' };
  }
  if (status === 404) return { code: 'unrecognized' };
  return { code: 'unknown', status, errcode };
}

const UNKNOWN_OUTCOMES: readonly ProblemCode[] = [
  'network',
  'timeout',
  'serverError',
  'unreadable',
  // A bug, such as one in the app's clock, may follow the homeserver's response.
  'unexpected',
];

/** Whether the request may have been carried out although it failed: the list is read before it is repeated. */
export function isOutcomeUnknown(problem: Problem | null): boolean {
  return problem !== null && UNKNOWN_OUTCOMES.includes(problem.code);
}
