/** A `fetch` that holds requests back while the server restarts. */
export interface PausableFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Waits for the pending requests, then runs `work`. New requests wait until `work` has ended. */
  pauseDuring(work: () => Promise<void>): Promise<void>;
}

export function createPausableFetch(): PausableFetch {
  const pending = new Set<Promise<Response>>();
  let resumed = Promise.resolve();
  return {
    async fetch(...request) {
      await resumed;
      const response = fetch(...request);
      pending.add(response);
      try {
        return await response;
      } finally {
        pending.delete(response);
      }
    },
    pauseDuring(work) {
      const done = resumed.then(() => Promise.allSettled(pending)).then(work);
      // Without the catch, failed work would reject every later request.
      resumed = done.catch(() => undefined);
      return done;
    },
  };
}
