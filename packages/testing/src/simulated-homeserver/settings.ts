import { SYNAPSE_DIALECT, type Dialect } from './dialect.ts';

/** How the homeserver is configured, and of which make it is; every field may be changed while it runs. */
export interface Settings extends Dialect {
  /** `enable_3pid_changes`, shown by the capability `m.3pid_changes`. */
  changesEnabled: boolean;
  /** The mail server that carries validation mails; `refusing` answers every mail with an error. */
  mailServer: 'working' | 'refusing' | 'unconfigured';
  /** `account_threepid_delegates.msisdn`: the identity server that validates phone numbers. */
  phoneDelegate: 'working' | 'down' | 'unconfigured';
  /** The identity servers where threepids are bound. */
  identityServer: 'working' | 'down';
  /** `request_token_inhibit_3pid_errors`: an address in use looks like a free one. */
  inhibitErrors: boolean;
  /** Canonical addresses that match are refused with `M_THREEPID_DENIED`. */
  deniedAddresses: RegExp | null;
  /** `rc_3pid_validation`: requests for a token, for each client's IP address and for each threepid. */
  rateLimit: { readonly perSecond: number; readonly burst: number };
  /** `validation_token_lifetime` of a mail's link, in milliseconds. */
  tokenLifetime: number;
  /** Without it, interactive auth offers no flow at all. */
  passwordLogin: boolean;
  /**
   * The flows of interactive auth, for who proves more than a password: stages other than
   * `m.login.password`, `m.login.dummy` and `m.login.recaptcha` are done on the homeserver's page.
   * Null for what each account has: its password, where `passwordLogin` has it, and single sign-on.
   */
  authFlows: readonly (readonly string[])[] | null;
  /**
   * The interactive auth session after a wrong password. Synapse answers the same; other homeservers
   * answer a new one and forget the old.
   */
  wrongPasswordSession: 'same' | 'new';
  /** Whoever completed a flow is asked anew in another session, for ever. */
  forgetsAuth: boolean;
}

/** Synapse's own limit: five requests at once, then one in 333 seconds. */
export const SYNAPSE_RATE_LIMIT: Settings['rateLimit'] = { perSecond: 0.003, burst: 5 };

/** Synapse 1.163.2 with mail and a phone delegate, and a rate limit that no test meets by accident. */
export const SYNAPSE_SETTINGS: Readonly<Settings> = {
  ...SYNAPSE_DIALECT,
  changesEnabled: true,
  mailServer: 'working',
  phoneDelegate: 'working',
  identityServer: 'working',
  inhibitErrors: false,
  deniedAddresses: null,
  rateLimit: { perSecond: 1000, burst: 1000 },
  tokenLifetime: 3_600_000,
  passwordLogin: true,
  wrongPasswordSession: 'same',
  forgetsAuth: false,
  authFlows: null,
};
