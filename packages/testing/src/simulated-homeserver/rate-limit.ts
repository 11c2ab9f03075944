import { limitExceeded } from './answers.ts';
import type { Environment } from './environment.ts';

export type RateLimit = ReturnType<typeof createRateLimit>;

/**
 * Synapse's leaky bucket (`synapse/api/ratelimiting.py`), one for each key. The half second that
 * Synapse waits before it refuses is left out: the simulation has no timers.
 */
export function createRateLimit({ clock, settings }: Environment) {
  const buckets = new Map<string, { count: number; readonly since: number }>();

  /** Counts a request; throws the refusal, which is not counted, where the bucket is full. */
  return function limit(key: string): void {
    const { perSecond, burst } = settings.rateLimit;
    const now = clock.now();
    const known = buckets.get(key);
    const emptied = known === undefined || known.count < ((now - known.since) / 1000) * perSecond;
    const bucket = emptied ? { count: 0, since: now } : known;
    const elapsed = (now - bucket.since) / 1000;
    if (bucket.count - elapsed * perSecond > burst - 1) {
      const wait = (bucket.count - burst + 1) / perSecond - elapsed;
      throw limitExceeded(Math.floor(wait * 1000), settings.tellsWait);
    }
    bucket.count += 1;
    buckets.set(key, bucket);
  };
}
