import type { PendingStorage, ThreepidsOptions } from '@threepid/core';
import { setImmediate } from 'node:timers/promises';
import { SimulatedClock } from 'xstate';

/** A clock that a test moves. It starts at the same moment in every run. */
export function createClock(): SimulatedClock {
  const clock = new SimulatedClock();
  clock.set(Date.UTC(2026, 0, 1));
  return clock;
}

/** Waits until all work is done that does not depend on a timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}

/** Advances the clock second by second until the promise settles, but at most five minutes. */
export async function advanceUntil<Value>(
  clock: SimulatedClock,
  promise: Promise<Value>,
): Promise<Value> {
  let isSettled = false;
  const observed = promise.finally(() => {
    isSettled = true;
  });
  for (let second = 0; second < 300; second += 1) {
    await settle();
    if (isSettled) break;
    clock.increment(1_000);
  }
  return observed;
}

/** The part of `localStorage` that the library uses; `items` is its content. */
export function createStorage(): PendingStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** A page to which the user returns when the test calls `returnTo`. */
export function createPage(): Required<Pick<ThreepidsOptions, 'watchPage'>> & {
  readonly returnTo: () => void;
} {
  let notifyReturn: (() => void) | null = null;
  return {
    watchPage(onReturn) {
      notifyReturn = onReturn;
      return () => {
        notifyReturn = null;
      };
    },
    returnTo: () => notifyReturn?.(),
  };
}
