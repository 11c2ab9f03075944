import type { Problem } from '@threepid/core';
import { expect } from 'vitest';
import type { StateValue } from 'xstate';
import type { Happening, Walker } from '../../src/paths/index.ts';
import type { Stage } from './stage.ts';

/** How a case of a machine's circumstances really happens, and what the person sees then. */
export interface Real<Subject, Sight> {
  readonly make: (subject: Subject) => unknown;
  /** As far as it is told; without a look at the machine, which may be wrong. */
  readonly sees: (before: Sight, subject: Subject) => Partial<Sight>;
}

export type WithoutCase = Exclude<Happening, { readonly real: unknown }>;

/** A running machine, and what is needed to walk it. */
export interface Walkable<Subject, Sight> {
  readonly stage: Stage;
  readonly subject: Subject;
  value(): StateValue;
  sight(): Sight;
  /** Makes an actor fail, or a delay pass. */
  makeWithout(happening: WithoutCase): unknown;
  /** What a person sees then. */
  seesWithout(happening: WithoutCase, before: Sight): Partial<Sight>;
  /** Throws where something does not hold that always has to. */
  expectOrder(): void;
}

/** What a person saw before, but for this. */
export function but<Sight>(change: NoInfer<Partial<Sight>>): (before: Sight) => Partial<Sight> {
  return (before) => ({ ...before, ...change });
}

/** What a homeserver client answers where a request did not give what was asked for. */
export function refused(problem: Problem) {
  return { type: 'refused', problem } as const;
}

/** Makes what happens real, and holds what the person then sees against what they have to see. */
export function walkerOf<Subject, Sight extends object>(
  walkable: Walkable<Subject, Sight>,
): Walker<Real<Subject, Sight>> {
  const { stage, subject, value } = walkable;
  return {
    value,
    async take({ happening }) {
      const before = walkable.sight();
      const hasCase = 'real' in happening;
      await (hasCase ? happening.real.make(subject) : walkable.makeWithout(happening));
      await stage.settle();
      const told = hasCase
        ? happening.real.sees(before, subject)
        : walkable.seesWithout(happening, before);
      const sight = walkable.sight();
      expect(sight).toEqual({ ...sight, ...told });
      walkable.expectOrder();
    },
  };
}
