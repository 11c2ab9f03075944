import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';
import { onTimeout, problemOfOutput } from './request.ts';

/** How often a request is made at most before the user reads that it failed. */
const MAX_ATTEMPTS = 3;

/**
 * Whether a request that was made this many times is worth another automatic attempt. A timed-out
 * request is not retried: the user has waited for `requestTimeout` already.
 */
export function isRetryable(attempts: number, problem: Problem | null): boolean {
  return isOutcomeUnknown(problem) && attempts < MAX_ATTEMPTS;
}

/** Between two attempts. */
const backingOff = { tags: 'retrying', after: { retryDelay: 'requesting' } } as const;

/**
 * A compound state for a request that is retried automatically. Its transitions reach `backingOff`
 * with `ifRetryable`; a request that takes too long goes to `onTimeoutTarget`. The machine counts the
 * attempts with `resetAttempts` and `countAttempt`.
 */
export function retryable<const Invoke, Target extends string>(
  invoke: Invoke,
  onTimeoutTarget: Target,
) {
  const requesting = { entry: 'countAttempt', invoke, after: onTimeout(onTimeoutTarget) } as const;
  return {
    initial: 'requesting',
    entry: 'resetAttempts',
    states: { requesting, backingOff },
  } as const;
}

/** `onDone` candidate for a request that is worth another attempt, as the guard decides. */
export function ifRetryable<Guard extends string>(guard: Guard) {
  return { guard: { type: guard, params: problemOfOutput }, target: 'backingOff' } as const;
}
