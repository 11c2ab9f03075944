import { setImmediate } from 'node:timers/promises';
import type { SimulatedClock } from 'xstate';

/** The password of the account that the tests use, with blanks that a client might trim. */
export const RIGHT_PASSWORD = ' the password of alice ';

/** How long the homeserver takes to respond, in milliseconds. */
export const LATENCY = 100;

export const REQUEST_TIMEOUT = 30_000;

/** Notices activity, so that a test can wait until there is none left. */
export function createActivity() {
  let count = 0;
  return {
    note() {
      count += 1;
    },
    /** Waits until all work is done that does not depend on the test. No time passes on the clock. */
    async settle(): Promise<void> {
      let before: number;
      do {
        before = count;
        await setImmediate();
        await setImmediate();
      } while (count !== before);
    },
  };
}

/** An app's clock on the test's clock. It throws once after `breakNext`, as a bug in an app may. */
export function createAppClock(clock: SimulatedClock) {
  let isBroken = false;
  function throwIfBroken() {
    if (!isBroken) return;
    isBroken = false;
    throw new Error('the clock is broken');
  }
  return {
    now() {
      throwIfBroken();
      return clock.now();
    },
    setTimeout(callback: () => void, milliseconds: number) {
      throwIfBroken();
      // As in a browser, no timer runs at once.
      return clock.setTimeout(callback, Math.max(milliseconds, 1));
    },
    clearTimeout: (id: number) => clock.clearTimeout(id),
    breakNext() {
      isBroken = true;
    },
  };
}

/** The app's part of interactive auth: a captcha and the windows of the homeserver's pages. */
export function createAuthApp(onActivity: () => void) {
  let answer: ((fields: Record<string, unknown> | null) => void) | null = null;
  let isPopupBlocked = false;
  return {
    solveCaptcha: () =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        answer = (fields) => {
          onActivity();
          if (fields === null) reject(new Error('given up'));
          else resolve(fields);
        };
      }),
    openFallback: () => (isPopupBlocked ? null : () => undefined),
    /** Solves the captcha that is shown, or gives it up if `fields` is null. */
    answerCaptcha: (fields: Record<string, unknown> | null) => answer?.(fields),
    /** The browser opens no window during the action. */
    whilePopupsAreBlocked(action: () => void) {
      isPopupBlocked = true;
      action();
      isPopupBlocked = false;
    },
  };
}

/** The same numbers in each test, so that a failure is always the same. */
export function createRandom() {
  let state = 1;
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 255;
    });
}
