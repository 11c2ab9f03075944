import type { Refusal } from '../homeserver/homeserver.ts';
import type { Problem } from '../homeserver/problem.ts';

/** The event of an invoked or spawned actor that is done. */
export interface DoneEvent<Output> {
  readonly event: { readonly output: Output };
}

/** `params` for guards and actions that need what an actor resolved with. */
export function outputOf<Output>({ event }: DoneEvent<Output>): Output {
  return event.output;
}

/** `params` for guards and actions that need why a request was refused; null if it was not. */
export function problemOfOutput({ event }: DoneEvent<{ readonly type: string } | Refusal>) {
  return 'problem' in event.output ? event.output.problem : null;
}

/** `onDone` candidate for a refused request: sets the problem. */
export function ifRefused<Target extends string>(target: Target) {
  return {
    guard: { type: 'isRefused', params: outputOf },
    target,
    actions: { type: 'setProblem', params: problemOfOutput },
  } as const;
}

/** Transition for `onError`. Expected failures resolve, so a rejection is a bug. */
export function onUnexpectedError<Target extends string>(target: Target) {
  return { target, actions: { type: 'setProblem', params: { code: 'unexpected' } } } as const;
}

/** `after` for a state that makes a request, so that no request is awaited forever. */
export function onTimeout<Target extends string>(target: Target) {
  const timedOut = {
    target,
    actions: { type: 'setProblem', params: { code: 'timeout' } },
  } as const;
  return { requestTimeout: timedOut } as const;
}

/**
 * The outcome of a flow that was cancelled. It differs if the homeserver allows no changes at all: the
 * list then stops offering them.
 */
export function cancelOutcome(problem: Problem | null): 'cancelled' | 'unavailable' {
  return problem?.code === 'changesDisabled' ? 'unavailable' : 'cancelled';
}
