import type { Threepid } from './accounts.ts';

/** The threepid of a validated session, which `POST /account/3pid/add` requires. */
export interface ValidatedThreepid extends Threepid {
  /** Milliseconds since the epoch. */
  readonly validatedAt: number;
}

/** Identifies a validation session and authorizes its use. */
export interface SessionCredentials {
  readonly sid: string;
  readonly clientSecret: string;
}
