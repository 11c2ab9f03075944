import * as v from 'valibot';

const Body = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ auth: v.optional(v.object({ type: v.optional(v.string()) })) }),
);

/**
 * Returns a `fetch` that records the stage of interactive auth of each request to add a threepid, null
 * for none, when the homeserver has responded.
 */
export function recordAuth(fetch: typeof globalThis.fetch) {
  const stages: (string | null)[] = [];
  return {
    stages,
    async fetch(...args: Parameters<typeof fetch>) {
      const request = new Request(...args);
      if (!request.url.endsWith('/account/3pid/add')) return await fetch(request);
      const { auth } = v.parse(Body, await request.clone().text());
      const response = await fetch(request);
      stages.push(auth?.type ?? null);
      return response;
    },
  };
}
