import type { ProblemCode } from '@threepid/core';
import { authenticating } from './authenticating.ts';
import type { ErrorCase } from './case.ts';
import { removing } from './removing.ts';
import { requestingMail } from './requesting-mail.ts';
import { requestingText } from './requesting-text.ts';
import { validating } from './validating.ts';

/** All errors, in the order of the flow. */
export const cases: readonly ErrorCase[] = [
  ...requestingMail,
  ...requestingText,
  ...validating,
  ...authenticating,
  ...removing,
];

/** Problem codes that no screen shows, with the reason. */
export const notShown: Partial<Record<ProblemCode, string>> = {
  authExpired: 'interactive auth starts again, and the user reads `authRepeated`',
  alreadyRemoved: 'the list is read, and decides whether the removal succeeded',
  unexpected: 'a bug in this library; the path tests cause one in every request',
};
