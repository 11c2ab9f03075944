import type { ProblemCode } from '@threepid/core';

/** The outcome of the request is unknown after these, so it is retried if it may be repeated. */
const RETRIED: readonly ProblemCode[] = ['network', 'serverError', 'unreadable'];

/** How often a request that may be repeated is made if each attempt fails with this problem. */
export function attemptsFor(code: ProblemCode): 1 | 3 {
  return RETRIED.includes(code) ? 3 : 1;
}
