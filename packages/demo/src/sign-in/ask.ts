import * as v from 'valibot';

/** What came back, as far as it could be read. */
export interface Answer {
  /** 0 where no answer came. */
  readonly status: number;
  readonly isOk: boolean;
  /** Undefined where there is no JSON. */
  readonly body: unknown;
  readonly errcode: string | null;
  /** Milliseconds that the homeserver asks us to wait; null where it does not say. */
  readonly retryAfter: number | null;
}

/** What is posted; without it, the request gets. */
interface Posted {
  readonly body: object;
  readonly accessToken?: string;
}

/** In milliseconds. */
const PATIENCE = 20_000;

/** A day at most, so that a wrong number locks nobody out. */
const Wait = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400_000));

const ErrorBody = v.object({
  errcode: v.fallback(v.nullable(v.string()), null),
  retry_after_ms: v.fallback(v.nullable(Wait), null),
});

/** Asks a server without cookies and without referrer. What is posted follows no redirect. */
export async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  posted?: Posted,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...(posted && postedInit(posted)),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = parseJson(await response.text());
    const error = read(ErrorBody, body);
    const seconds = Number(response.headers.get('Retry-After') ?? NaN);
    return {
      status: response.status,
      isOk: response.ok,
      body,
      errcode: error?.errcode ?? null,
      retryAfter: error?.retry_after_ms ?? read(Wait, seconds * 1000),
    };
  } catch {
    return { status: 0, isOk: false, body: undefined, errcode: null, retryAfter: null };
  }
}

/** The body of an answer that is one and has the promised shape; null for any other. */
export function bodyOf<Schema extends v.GenericSchema>(
  { isOk, body }: Answer,
  schema: Schema,
): v.InferOutput<Schema> | null {
  return isOk ? read(schema, body) : null;
}

function postedInit({ body, accessToken }: Posted): RequestInit {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (accessToken !== undefined) headers.set('Authorization', `Bearer ${accessToken}`);
  return { method: 'POST', body: JSON.stringify(body), headers, redirect: 'error' };
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
