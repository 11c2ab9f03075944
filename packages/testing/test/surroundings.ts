import type { PendingStorage, ThreepidsOptions } from '@threepid/core';
import { setImmediate } from 'node:timers/promises';
import { SimulatedClock } from 'xstate';

/** A clock that a test moves, at the same moment in every run. */
export function createClock(): SimulatedClock {
  const clock = new SimulatedClock();
  clock.set(Date.UTC(2026, 0, 1));
  return clock;
}

/** Lets everything go on that waits for no time to pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}

/** Lets time pass, five minutes at most, until what somebody waits for is there. */
export async function passTime<Value>(
  clock: SimulatedClock,
  coming: Promise<Value>,
): Promise<Value> {
  let isThere = false;
  const there = coming.finally(() => {
    isThere = true;
  });
  for (let second = 0; second < 300; second += 1) {
    await settle();
    if (isThere) break;
    clock.increment(1_000);
  }
  return there;
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
