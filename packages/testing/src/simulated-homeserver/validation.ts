import type { Threepid } from './accounts.ts';
import { RefusedFor } from './answers.ts';

/** A validation session that was completed: the proof that `add` asks for. */
export interface ValidatedThreepid extends Threepid {
  /** Milliseconds since the epoch. */
  readonly validatedAt: number;
}

/** What names a validation session and shows the right to it. */
export interface SessionCredentials {
  readonly sid: string;
  readonly clientSecret: string;
}

export function sessionExpired(): RefusedFor {
  return new RefusedFor('sessionExpired', 'No validated 3pid session found');
}
