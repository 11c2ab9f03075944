import type { PendingStorage, ThreepidsOptions } from '@threepid/core';
import { SimulatedClock } from 'xstate';

/** A clock that a test moves, at the same moment in every run. */
export function createClock(): SimulatedClock {
  const clock = new SimulatedClock();
  clock.set(Date.UTC(2026, 0, 1));
  return clock;
}

/** As much of `localStorage` as is used, with what it holds. */
export function createStorage(): PendingStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** A page that a person comes back to when the test says so. */
export function createPage(): Required<Pick<ThreepidsOptions, 'watchPage'>> & {
  readonly returnTo: () => void;
} {
  let tellReturn: (() => void) | null = null;
  return {
    watchPage(onReturn) {
      tellReturn = onReturn;
      return () => {
        tellReturn = null;
      };
    },
    returnTo: () => tellReturn?.(),
  };
}
