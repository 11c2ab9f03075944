import { SYNAPSE_AUTH, type AuthDialect } from './auth-dialect.ts';
import type { EndpointName } from './endpoint-name.ts';

/** The causes of an error for which homeservers use different codes. */
export type ErrorCause =
  | 'changesDisabled'
  | 'emailUnsupported'
  | 'phoneUnsupported'
  /** One field of a body is missing, or has an invalid value. */
  | 'fieldMissing'
  | 'fieldInvalid'
  /** A phone number or its country. */
  | 'numberInvalid'
  | 'mailNotSent'
  | 'codeWrong'
  | 'codeExpired'
  | 'notValidated'
  /** A validation session. */
  | 'sessionExpired'
  /** A session of interactive auth. */
  | 'authSessionUnknown'
  | 'pathUnknown'
  | 'methodUnknown';

/** The status and errcode for each cause. */
export type ErrorCodes = {
  readonly [C in ErrorCause]: readonly [status: number, errcode: string];
};

/** How homeserver implementations differ. `docs/protocol/servers.md` has the sources. */
export interface Dialect {
  errorCodes: ErrorCodes;
  /** Requests to these endpoints get the response of an unknown path. */
  notServed: readonly EndpointName[];
  /** The response of `GET /auth_metadata` if accounts are managed elsewhere; null if it is not served. */
  authMetadata: object | null;
  /** Whether the capabilities have `m.3pid_changes`. */
  hasChangesCapability: boolean;
  /** Whether the list has the times; otherwise they are 0. */
  listsTimestamps: boolean;
  /** Which parts of a 429 say how long to wait. */
  retryAfterIn: readonly ('retry_after_ms' | 'Retry-After')[];
  /** Whether mails are sent while changes are disabled. Text messages always are. */
  mailsWhileChangesDisabled: boolean;
  /**
   * What a resent mail does to the links before it. `additional`: they still work. `replacement`:
   * they stop working, and a validation is undone.
   */
  resentLink: 'additional' | 'replacement';
  /** Whether a mail's link shows a button that validates, so that mail scanners cannot validate. */
  linkNeedsConfirmation: boolean;
  /** How long a validation session of an email address lasts after its last mail, in milliseconds. */
  sessionLifetime: number;
  /** Whether a validation session of an email address can add it only once. */
  sessionsAddOnce: boolean;
  /** Whether an addition silently takes the address from another account; otherwise it is in use. */
  movesFromOtherAccounts: boolean;
  /** How endpoints under interactive auth challenge; null if they do not. */
  interactiveAuth: Readonly<AuthDialect> | null;
  /** Whether `auth: null` counts as no `auth`; otherwise it is an internal error. */
  acceptsNullAuth: boolean;
  /** Whether the response to a removal has `id_server_unbind_result`. */
  returnsUnbindResult: boolean;
}

/** Synapse 1.163.2. */
export const SYNAPSE_DIALECT: Readonly<Dialect> = {
  errorCodes: {
    // The specification has 403.
    changesDisabled: [400, 'M_FORBIDDEN'],
    emailUnsupported: [400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED'],
    phoneUnsupported: [400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED'],
    fieldMissing: [400, 'M_MISSING_PARAM'],
    fieldInvalid: [400, 'M_INVALID_PARAM'],
    numberInvalid: [400, 'M_INVALID_PARAM'],
    mailNotSent: [500, 'M_UNKNOWN'],
    // Synapse hides the errcode of the phone delegate.
    codeWrong: [400, 'M_UNKNOWN'],
    codeExpired: [400, 'M_UNKNOWN'],
    notValidated: [400, 'M_THREEPID_AUTH_FAILED'],
    sessionExpired: [400, 'M_THREEPID_AUTH_FAILED'],
    authSessionUnknown: [400, 'M_UNKNOWN'],
    pathUnknown: [404, 'M_UNRECOGNIZED'],
    methodUnknown: [405, 'M_UNRECOGNIZED'],
  },
  notServed: [],
  authMetadata: null,
  hasChangesCapability: true,
  listsTimestamps: true,
  retryAfterIn: ['retry_after_ms', 'Retry-After'],
  mailsWhileChangesDisabled: false,
  resentLink: 'additional',
  linkNeedsConfirmation: false,
  sessionLifetime: Infinity,
  sessionsAddOnce: false,
  movesFromOtherAccounts: true,
  interactiveAuth: SYNAPSE_AUTH,
  acceptsNullAuth: true,
  returnsUnbindResult: true,
};
