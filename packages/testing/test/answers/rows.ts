import type { ProblemCode } from '@threepid/core';
import { asking } from './asking.ts';
import { proving } from './proving.ts';
import type { Row } from './row.ts';

/** Everything that goes wrong, in the order of the flow. */
export const rows: readonly Row[] = [...asking, ...proving];

/** Codes of the closed set that no person reads, with the reason. */
export const unread: Partial<Record<ProblemCode, string>> = {
  authExpired: 'the person is asked anew, and reads `authRepeated`',
  alreadyRemoved: 'the list is read, and has the last word',
  unexpected: 'a defect of this library; every request is tried with one by the paths',
};
