import type { Secret } from '../secret.ts';
import type { Entry, Medium } from '../threepid.ts';

/** One proof in progress that the user reads an address. With the client secret, it is what `/add` needs. */
export interface ValidationSession {
  /**
   * Newest first. A homeserver that sends another mail after the link was opened assigns a new sid,
   * while the earlier one is the validated one (Synapse, `send_threepid_validation`).
   */
  readonly sids: readonly Secret[];
  /** Of the last request that the homeserver accepted; counts from 1. */
  readonly sendAttempt: number;
  /** URL that a token is sent to; null if the mail has a link instead. */
  readonly submitUrl: string | null;
  readonly isTokenAccepted: boolean;
  /** The number as the homeserver parsed it: E.164 digits without plus, and formatted for reading. */
  readonly msisdn: string | null;
  readonly intlFmt: string | null;
  /** Milliseconds since the epoch from which another mail or text may be requested. */
  readonly resendAt: number;
}

/** A validation session that is waiting for its user and survives a reload. It holds no password and no interactive auth. */
export interface PendingValidation {
  readonly medium: Medium;
  readonly typed: { readonly address: string; readonly country: string };
  readonly entry: Entry;
  readonly clientSecret: Secret;
  readonly session: ValidationSession;
}
