import type { Refusal } from '../homeserver/port.ts';

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
  return {
    requestTimeout: { target, actions: { type: 'tell', params: { code: 'timeout' } } },
  } as const;
}
