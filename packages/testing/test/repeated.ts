import type { ProblemCode } from '@threepid/core';

/** After these nobody knows what became of a request, and there is time to ask again: it is, where it may be. */
const UNCERTAIN: readonly ProblemCode[] = ['network', 'serverError', 'unreadable'];

/** How often a request that may be repeated is made where it comes to this each time. */
export function requestsFor(code: ProblemCode): 1 | 3 {
  return UNCERTAIN.includes(code) ? 3 : 1;
}
