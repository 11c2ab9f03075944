import * as fc from 'fast-check';
import { bodiesOf, type Path } from './bodies.ts';

/** The outcome of a request: a response, or a failure. */
export interface Outcome {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  /** What rejects: `fetch`, reading the body, or the app's `getAccessToken`. Null for a response. */
  readonly failure: 'fetch' | 'body' | 'token' | null;
}

const statuses = fc.oneof(
  { weight: 5, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constant(401) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(400, 403, 404, 405, 429, 500, 502, 503, 201, 204, 304),
  },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

const WAITS = ['0', '5', '-1', '1.5', '1e9', '1e999', 'NaN', '', ' ', '0x10', '86400', '86401'];

const retryAfter = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...WAITS, 'Wed, 21 Oct 2026 07:28:00 GMT', '9'.repeat(40)),
  },
);

export function outcomesOf(path: Path): fc.Arbitrary<Outcome> {
  return fc.record({
    status: statuses,
    retryAfter,
    body: bodiesOf(path),
    failure: fc.oneof(
      { weight: 60, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('fetch', 'body', 'token') },
    ),
  });
}

/** Statuses that a `Response` with a body cannot have. */
const BODILESS = [204, 205, 304];

/** Returns the response that `fetch` resolves with. */
export function responseOf({ status, retryAfter: seconds, body, failure }: Outcome): Response {
  const headers = new Headers(seconds === null ? {} : { 'Retry-After': seconds });
  if (BODILESS.includes(status)) return new Response(null, { status, headers });
  if (failure !== 'body') return new Response(body, { status, headers });
  const broken = new ReadableStream({
    start: (stream) => stream.error(new TypeError('terminated')),
  });
  return new Response(broken, { status, headers });
}
