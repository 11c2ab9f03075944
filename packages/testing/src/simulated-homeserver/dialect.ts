import { SYNAPSE_AUTH, type AuthDialect } from './auth-dialect.ts';
import type { EndpointName } from './routes.ts';

/** Why a homeserver refuses, where homeservers have different codes for one cause. */
export type Cause =
  | 'changesDisabled'
  | 'emailUnsupported'
  | 'phoneUnsupported'
  /** One field of a body that is not there, or says nothing that can be read. */
  | 'fieldMissing'
  | 'fieldInvalid'
  /** A phone number, or the country that it is dialled from. */
  | 'numberUnreadable'
  | 'mailNotSent'
  | 'codeWrong'
  | 'codeExpired'
  | 'notValidated'
  | 'sessionExpired'
  /** Of interactive auth, and of no threepid. */
  | 'authSessionUnknown'
  | 'pathUnknown'
  | 'methodUnknown';

/** The status and errcode of each refusal. */
export type Refusals = { readonly [C in Cause]: readonly [status: number, errcode: string] };

/** What homeservers of different makes do differently, whoever runs them; `docs/protocol/servers.md` has the sources. */
export interface Dialect {
  refusals: Refusals;
  /** Endpoints that are answered as a path that nobody serves. */
  notServed: readonly EndpointName[];
  /** What `GET /auth_metadata` answers where accounts live elsewhere; null where it is not served. */
  authMetadata: object | null;
  /** Whether the capabilities have `m.3pid_changes`. */
  showsChanges: boolean;
  /** Whether the list has the times; otherwise they are 0. */
  listsTimes: boolean;
  /** How a 429 says how long to wait. */
  tellsWait: readonly ('retry_after_ms' | 'Retry-After')[];
  /** Whether a mail is sent although changes are disabled, as a text message always is. */
  mailsWhileDisabled: boolean;
  /** Another mail has a link beside the older ones, or one in their place: then a validation is lost, too. */
  resentLink: 'another' | 'the only one';
  /** Whether the link of a mail shows a button, and only that validates; so no mail scanner does. */
  linkAsks: boolean;
  /** How long after its last mail a validation session of an email address is good, in milliseconds. */
  sessionLifetime: number;
  /** Whether a validation session of an email address adds once alone. */
  spendsSessions: boolean;
  /** Whether an address moves silently from another account to the one that adds it; otherwise it is in use. */
  takesFromOthers: boolean;
  /** How an addition asks who is there; null where it does not. */
  interactiveAuth: Readonly<AuthDialect> | null;
  /** Whether `auth: null` counts as no `auth`; otherwise it is an internal error. */
  readsNullAuth: boolean;
  /** Whether a removal says what became of the binding at an identity server. */
  tellsUnbinding: boolean;
}

/** Synapse 1.163.2. */
export const SYNAPSE_DIALECT: Readonly<Dialect> = {
  refusals: {
    // The specification has 403.
    changesDisabled: [400, 'M_FORBIDDEN'],
    emailUnsupported: [400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED'],
    phoneUnsupported: [400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED'],
    fieldMissing: [400, 'M_MISSING_PARAM'],
    fieldInvalid: [400, 'M_INVALID_PARAM'],
    numberUnreadable: [400, 'M_INVALID_PARAM'],
    mailNotSent: [500, 'M_UNKNOWN'],
    // Whatever the phone delegate says, Synapse answers the same.
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
  showsChanges: true,
  listsTimes: true,
  tellsWait: ['retry_after_ms', 'Retry-After'],
  mailsWhileDisabled: false,
  resentLink: 'another',
  linkAsks: false,
  sessionLifetime: Infinity,
  spendsSessions: false,
  takesFromOthers: true,
  interactiveAuth: SYNAPSE_AUTH,
  readsNullAuth: true,
  tellsUnbinding: true,
};
