import type { FieldName, ProblemCode, ThreepidsOptions } from '@threepid/core';
import type { Fault, Settings } from '../../src/index.ts';
import type { setups } from '../../synapse/errors/setups.ts';
import type { View } from '../helpers/screen.ts';
import type { actions } from './actions.ts';

/** One error, as a homeserver really responds with it, and what the user sees. */
export interface ErrorCase {
  readonly action: keyof typeof actions;
  /** What the user types, if that is the cause; a phone number has its country before it. */
  readonly typed?: string;
  /** Continues "if …". */
  readonly when: string;
  /** The servers that respond so; null if no request is made. */
  readonly server: string | null;
  readonly problem: ProblemCode;
  readonly step: View['step'];
  /** The field that the problem belongs to. */
  readonly field?: FieldName;
  /** The homeserver's settings, from the start to the end. */
  readonly profile?: Partial<Settings>;
  /** Its settings from the action on, until the cause is gone. */
  readonly settings?: Partial<Settings>;
  /** Its response, whatever its settings. */
  readonly response?: Fault['outcome'];
  /** How many requests get that response; by default the request and its retries. */
  readonly count?: number;
  /** Milliseconds that pass before the action. */
  readonly delay?: number;
  /** Who has the address. */
  readonly owner?: 'this account' | 'another account';
  readonly options?: Partial<ThreepidsOptions>;
  /** How to get the same response from a real Synapse, if that is possible. */
  readonly onSynapse?: keyof typeof setups;
}

/** An error response with a text that the user must not read. */
export const error = (status: number, errcode: string, more: object = {}) => ({
  status,
  body: { errcode, error: 'text of the homeserver', ...more },
});
