/** What a request resolved with, for the guards and actions of the transitions that it leads to. */
export function answerOf<Answer>({
  event,
}: {
  readonly event: { readonly output: Answer };
}): Answer {
  return event.output;
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
