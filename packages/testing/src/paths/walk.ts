import type { StateValue } from 'xstate';
import type { Path, Step } from './paths.ts';

/** A real actor, and what makes the steps of a path happen to it. */
export interface Walker<Driver = unknown> {
  /** Makes the step happen; resolves when the actor has settled. Rejects if the step does not turn out as expected. */
  take(step: Step<Driver>): Promise<void>;
  /** The actor's current state. */
  value(): StateValue;
}

/**
 * Walks a path with a real actor. Rejects at the first step that does not lead to the state that the
 * machine says, or that the walker rejects. The message names the step.
 */
export async function walk<Driver>(
  { steps }: Path<Driver>,
  { take, value }: Walker<Driver>,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const names = steps.slice(0, index + 1).map(({ trigger }) => trigger.name);
    const where = `after ${names.join(' → ')}, from ${shortened(step.from.value)}`;
    await take(step).catch((cause: unknown) => {
      throw new Error(where, { cause });
    });
    const [actual, predicted] = [shortened(value()), shortened(step.to.value)];
    if (actual !== predicted) throw new Error(`${where}: in ${actual} instead of ${predicted}`);
  }
}

function shortened(value: StateValue): string {
  return JSON.stringify(value).replaceAll('"', '');
}
