import * as v from 'valibot';

const Body = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ auth: v.optional(v.object({ type: v.optional(v.string()) })) }),
);

/** A `fetch`, and with which stages of interactive auth it was asked to add something; null for none. */
export function watchFetch(fetch: typeof globalThis.fetch) {
  const proved: (string | null)[] = [];
  return {
    proved,
    async fetch(...asked: Parameters<typeof fetch>) {
      const request = new Request(...asked);
      if (request.url.endsWith('/account/3pid/add')) {
        const { auth } = v.parse(Body, await request.clone().text());
        proved.push(auth?.type ?? null);
      }
      return await fetch(request);
    },
  };
}
