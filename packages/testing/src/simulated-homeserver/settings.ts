import { SYNAPSE_DIALECT, type Dialect } from './dialect.ts';

/** The configuration and the implementation of the homeserver. Every field may change while it runs. */
export interface Settings extends Dialect {
  /** `enable_3pid_changes`; the capability `m.3pid_changes` shows it. */
  changesEnabled: boolean;
  /** The mail server that sends validation mails; `refusing` rejects every mail. */
  mailServer: 'working' | 'refusing' | 'unconfigured';
  /** `account_threepid_delegates.msisdn`: the identity server that validates phone numbers. */
  phoneDelegate: 'working' | 'down' | 'unconfigured';
  /** The identity servers at which threepids are bound. */
  identityServer: 'working' | 'down';
  /** `request_token_inhibit_3pid_errors`: requests for a token hide that an address is in use. */
  inhibitErrors: boolean;
  /** Rejects canonical addresses that match with `M_THREEPID_DENIED`. */
  deniedAddresses: RegExp | null;
  /** `rc_3pid_validation`: limits requests for a token, per IP address of the client and per threepid. */
  rateLimit: { readonly perSecond: number; readonly burst: number };
  /** `validation_token_lifetime` of a mail's link, in milliseconds. */
  tokenLifetime: number;
  /** Whether accounts can log in with a password, and prove their identity with it. */
  passwordLogin: boolean;
  /**
   * The flows of interactive auth. Stages other than `m.login.password`, `m.login.dummy`,
   * `m.login.recaptcha` and `m.oauth` are completed on the homeserver's page. Null derives them from
   * the account: its password, if `passwordLogin` is set, and single sign-on.
   */
  authFlows: readonly (readonly string[])[] | null;
  /**
   * The session in the response to a wrong password. Synapse keeps it; other homeservers return a
   * new one and delete the old.
   */
  wrongPasswordSession: 'same' | 'new';
  /** Responds to every completed flow with a challenge in another session. */
  neverAcceptsAuth: boolean;
}

/** Synapse's own limit: five requests at once, then one every 333 seconds. */
export const SYNAPSE_RATE_LIMIT: Settings['rateLimit'] = { perSecond: 0.003, burst: 5 };

/** Synapse 1.163.2 with mail and a phone delegate, and a rate limit that no test reaches by accident. */
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
  neverAcceptsAuth: false,
  authFlows: null,
};
