import type { StateValue } from 'xstate';
import type { Path, Step } from './paths.ts';

/** A real actor, and the hand that makes things happen to it. */
export interface Walker<Real = unknown> {
  /** Makes the step happen; resolves once the actor has come to rest. May throw where all is not well. */
  take(step: Step<Real>): Promise<void>;
  /** Where the actor is. */
  value(): StateValue;
}

/**
 * Walks a path with a real actor. Rejects at the first step that does not lead where the machine says,
 * or that the walker does not accept, and says which.
 */
export async function walk<Real>(
  { steps }: Path<Real>,
  { take, value }: Walker<Real>,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const story = steps.slice(0, index + 1).map(({ happening }) => happening.name);
    const where = `after ${story.join(' → ')}, from ${written(step.from.value)}`;
    await take(step).catch((cause: unknown) => {
      throw new Error(where, { cause });
    });
    const [there, predicted] = [written(value()), written(step.to.value)];
    if (there !== predicted) throw new Error(`${where}: in ${there} instead of ${predicted}`);
  }
}

function written(value: StateValue): string {
  return JSON.stringify(value).replaceAll('"', '');
}
