import { vi } from 'vitest';

/** Waits until the check passes, also in concurrent tests. */
export function eventually(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 20 });
}
