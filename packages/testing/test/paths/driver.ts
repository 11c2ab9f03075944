import type { Problem } from '@threepid/core';
import { expect } from 'vitest';
import type { StateValue } from 'xstate';
import type { Trigger, Walker } from '../../src/paths/index.ts';

/** How a trigger really happens, and what the user sees then. */
export interface Driver<Subject, Screen> {
  readonly make: (subject: Subject) => unknown;
  /** The parts of the screen that are known. Does not read the machine, which may be wrong. */
  readonly shows: (before: Screen, subject: Subject) => Partial<Screen>;
}

/** Errors and delays, which have no case in a model. */
export type TriggerWithoutCase = Exclude<Trigger, { readonly driver: unknown }>;

/** A running machine, and what is needed to walk it. */
export interface Walkable<Subject, Screen> {
  readonly subject: Subject;
  /** Waits until all work is done that does not depend on the test. */
  settle(): Promise<void>;
  value(): StateValue;
  screen(): Screen;
  /** Makes an actor fail, or lets a delay pass. */
  makeWithoutCase(trigger: TriggerWithoutCase): unknown;
  /** What the user sees then. */
  showsWithoutCase(trigger: TriggerWithoutCase, before: Screen): Partial<Screen>;
  /** Throws if something is wrong that holds in every state. */
  expectInvariants(): void;
}

/** The screen as it was, except for this change. */
export function but<Screen>(change: NoInfer<Partial<Screen>>): (before: Screen) => Partial<Screen> {
  return (before) => ({ ...before, ...change });
}

/** The homeserver client's output for a request that was not successful. */
export function refused(problem: Problem) {
  return { type: 'refused', problem } as const;
}

/** Makes each trigger happen for real, and compares what the user then sees with what they have to see. */
export function walkerOf<Subject, Screen extends object>(
  walkable: Walkable<Subject, Screen>,
): Walker<Driver<Subject, Screen>> {
  const { subject, settle, value } = walkable;
  return {
    value,
    async take({ trigger }) {
      const before = walkable.screen();
      const hasCase = 'driver' in trigger;
      await (hasCase ? trigger.driver.make(subject) : walkable.makeWithoutCase(trigger));
      await settle();
      const expected = hasCase
        ? trigger.driver.shows(before, subject)
        : walkable.showsWithoutCase(trigger, before);
      const screen = walkable.screen();
      expect(screen).toEqual({ ...screen, ...expected });
      walkable.expectInvariants();
    },
  };
}
