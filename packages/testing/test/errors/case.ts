import type { FieldName, ProblemCode, ThreepidsOptions } from '@threepid/core';
import type { Fault, Settings } from '../../src/index.ts';
import type { setups } from '../../synapse/answers/setups.ts';
import type { acts, View } from './acts.ts';

/** One thing that goes wrong, as a homeserver really answers it. */
export interface Row {
  readonly act: keyof typeof acts;
  /** What the client typed, where it is to blame; of a phone number, with its country before it. */
  readonly typed?: string;
  readonly when: string;
  /** Who answers so; empty where nobody is requestsTo. */
  readonly who: string;
  readonly problem: ProblemCode;
  readonly step: View['step'];
  /** Where it is told, where a field is to blame. */
  readonly field?: FieldName;
  /** What the homeserver is like from the beginning, and stays. */
  readonly profile?: Partial<Settings>;
  /** What it is like once the client does it. */
  readonly settings?: Partial<Settings>;
  /** What it answers whatever it is like. */
  readonly answer?: Fault['outcome'];
  /** How often it answers so; by default once. */
  readonly times?: number;
  /** How long the client waits before they do it, in milliseconds. */
  readonly after?: number;
  /** Who has the address. */
  readonly owner?: 'alice' | 'somebody else';
  readonly options?: Partial<ThreepidsOptions>;
  /** How a real Synapse is brought to it, where one is. */
  readonly onSynapse?: keyof typeof setups;
}

/** An answer that says so, and in words that nobody may read. */
export const error = (status: number, errcode: string, more: object = {}) => ({
  status,
  body: { errcode, error: 'words of the homeserver', ...more },
});
