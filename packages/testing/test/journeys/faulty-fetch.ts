import type { Fault } from '../../src/journeys/index.ts';

type Fetch = typeof globalThis.fetch;

const befall: Record<Fault, Fetch> = {
  fails: async () => new Response(null, { status: 500 }),
  'never arrives': () => Promise.reject(new TypeError('The connection was lost')),
  'arrives, but its answer does not': () =>
    Promise.reject(new TypeError('The connection was lost')),
  'waits for ever': (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    }),
  'needs the password again': async () =>
    Response.json(
      { session: 'another', flows: [{ stages: ['m.login.password'] }] },
      { status: 401 },
    ),
};

/** A network on which the next request may meet a fault. */
export function createFaultyFetch(fetch: Fetch) {
  const waiting: Fault[] = [];
  return {
    async fetch(...request: Parameters<Fetch>) {
      const fault = waiting.shift();
      if (fault === undefined) return await fetch(...request);
      if (fault === 'arrives, but its answer does not') await fetch(...request);
      return await befall[fault](...request);
    },
    meetNext(fault: Fault) {
      waiting.push(fault);
    },
  };
}
