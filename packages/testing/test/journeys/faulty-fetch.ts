import type { Fault } from '../../src/journeys/index.ts';

type Fetch = typeof globalThis.fetch;

const connectionLost: Fetch = () => Promise.reject(new TypeError('The connection was lost'));

const faults: Record<Fault, Fetch> = {
  fails: async () => new Response(null, { status: 500 }),
  'never arrives': connectionLost,
  'arrives, but the response is lost': connectionLost,
  'gets no response': (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    }),
  'requires the password again': async () =>
    Response.json(
      { session: 'another', flows: [{ stages: ['m.login.password'] }] },
      { status: 401 },
    ),
  'is rate limited': async () =>
    Response.json({ errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 60_000 }, { status: 429 }),
};

/** Returns a `fetch` whose next requests meet the added faults, in order. */
export function createFaultyFetch(fetch: Fetch) {
  const queue: Fault[] = [];
  return {
    async fetch(...request: Parameters<Fetch>) {
      const fault = queue.shift();
      if (fault === undefined) return await fetch(...request);
      if (fault === 'arrives, but the response is lost') await fetch(...request);
      return await faults[fault](...request);
    },
    addFault(fault: Fault) {
      queue.push(fault);
    },
  };
}
