/** The current time and timers. XState's `SimulatedClock` has the same shape, except for `now`'s start. */
export interface Clock {
  /** Returns milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): number;
  clearTimeout(id: number): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  // Timers of Node are objects that convert to numbers.
  setTimeout: (callback, milliseconds) => Number(setTimeout(callback, milliseconds)),
  clearTimeout: (id) => clearTimeout(id),
};
