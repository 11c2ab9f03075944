import type { Environment } from './environment.ts';
import { limitExceeded } from './errors.ts';

export type RateLimit = ReturnType<typeof createRateLimit>;

/**
 * Synapse's leaky bucket (`synapse/api/ratelimiting.py`), one per key. Synapse waits half a second
 * before it rejects a request; the simulation does not, because it has no timers.
 */
export function createRateLimit({ clock, settings }: Environment) {
  const buckets = new Map<string, { count: number; readonly since: number }>();

  /** Counts a request. If the bucket is full, throws the 429 and does not count it. */
  return function limit(key: string): void {
    const { perSecond, burst } = settings.rateLimit;
    const now = clock.now();
    const known = buckets.get(key);
    const emptied = known === undefined || known.count < ((now - known.since) / 1000) * perSecond;
    const bucket = emptied ? { count: 0, since: now } : known;
    const elapsed = (now - bucket.since) / 1000;
    if (bucket.count - elapsed * perSecond > burst - 1) {
      const wait = (bucket.count - burst + 1) / perSecond - elapsed;
      throw limitExceeded(Math.floor(wait * 1000), settings.retryAfterIn);
    }
    bucket.count += 1;
    buckets.set(key, bucket);
  };
}
