/** A fetch to a server that may be away for a while. */
export interface PatientFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Has all who ask from now on wait until the work is done, which waits for what was asked before. */
  pauseFor(work: () => Promise<void>): Promise<void>;
}

export function createPatientFetch(): PatientFetch {
  const underWay = new Set<Promise<Response>>();
  let isBack = Promise.resolve();
  return {
    async fetch(...request) {
      await isBack;
      const answer = fetch(...request);
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
      }
    },
    pauseFor(work) {
      const done = isBack.then(() => Promise.allSettled(underWay)).then(work);
      // Work that fails keeps nobody waiting after it.
      isBack = done.catch(() => undefined);
      return done;
    },
  };
}
