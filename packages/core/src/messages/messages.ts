import type { Medium } from '../address.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';

/** The wording of every problem in one language; a missing one does not compile. */
export interface Messages {
  readonly problems: { readonly [Code in ProblemCode]: (problem: Problem<Code>) => string };
  /** What to do now that something was sent to `address`, as the view writes it. */
  readonly sent: { readonly [M in Medium]: (address: string) => string };
}

/** What a person reads about a problem. */
export function problemMessage<Code extends ProblemCode>(
  messages: Messages,
  problem: Problem<Code> & { readonly code: Code },
): string {
  return messages.problems[problem.code](problem);
}
