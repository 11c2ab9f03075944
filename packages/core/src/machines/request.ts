import type { Refusal } from '../homeserver/port.ts';
import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';

/** What an invoked or spawned actor came to. */
export interface Answered<Answer> {
  readonly event: { readonly output: Answer };
}

/** What a request resolved with, for the guards and actions of the transitions that it leads to. */
export function answerOf<Answer>({ event }: Answered<Answer>): Answer {
  return event.output;
}

/** Why a request was refused; null where it was not. */
export function refusalOf({ event }: Answered<{ readonly type: string } | Refusal>) {
  return 'problem' in event.output ? event.output.problem : null;
}

/** The way out of a request that was refused: it is told why. */
export function refused<Target extends string>(target: Target) {
  return {
    guard: { type: 'isRefused', params: answerOf },
    target,
    actions: { type: 'tell', params: refusalOf },
  } as const;
}

/** The way out of a request that rejected, which only a programming error does. */
export function surprised<Target extends string>(target: Target) {
  return { target, actions: { type: 'tell', params: { code: 'unexpected' } } } as const;
}

/** The way out of a request that nobody answers, so that none is waited for without an end. */
export function late<Target extends string>(target: Target) {
  const told = { target, actions: { type: 'tell', params: { code: 'timeout' } } } as const;
  return { requestTimeout: told } as const;
}

/** What a flow came to that nobody went on with: where the homeserver allows no changes, that. */
export function endOf<Outcome extends string>(outcome: Outcome, problem: Problem | null) {
  return outcome === 'cancelled' && problem?.code === 'changesDisabled' ? 'unavailable' : outcome;
}

/** How often the same is asked at most before a person is told that it comes to nothing. */
export const MAX_REQUESTS = 3;

/**
 * Whether what was asked this often since the person's last act is worth asking once more. Nobody has to
 * wait for a second answer that takes as long as a request may: that is told.
 */
export function isWorthRepeating(requests: number, problem: Problem | null): boolean {
  return isOutcomeUnknown(problem) && requests < MAX_REQUESTS;
}

/**
 * A request that is repeated by itself has two states: `asking`, which makes it and counts it, and this
 * one, between one that came to nothing and the next.
 */
const pausing = { tags: 'pausing', after: { retryPause: 'asking' } } as const;

/** A request that is made again where it leads to `pausing`; where it takes too long, `target` tells. */
export function repeating<const Invoke, Target extends string>(invoke: Invoke, target: Target) {
  const asking = { entry: 'countRequest', invoke, after: late(target) } as const;
  return { initial: 'asking', states: { asking, pausing } } as const;
}

/** The way from `asking` to its pause; the guard says whether the request may be repeated. */
export function again<Guard extends string>(guard: Guard) {
  return { guard: { type: guard, params: refusalOf }, target: 'pausing' } as const;
}
