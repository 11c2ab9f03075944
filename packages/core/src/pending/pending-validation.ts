import type { Entry, Medium } from '../address.ts';
import type { ValidationSession } from '../machines/add-threepid-model.ts';
import type { Secret } from '../secret.ts';

/** A validation session that is waiting for its person, and survives a reload. No password, no interactive auth. */
export interface PendingValidation {
  readonly medium: Medium;
  readonly typed: { readonly address: string; readonly country: string };
  readonly entry: Entry;
  readonly clientSecret: Secret;
  readonly session: ValidationSession;
}
