import * as v from 'valibot';

/** A response, as far as it could be read. */
export interface JsonResponse {
  /** 0 if no response came. */
  readonly status: number;
  readonly isOk: boolean;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
  readonly errcode: string | null;
  /** Milliseconds until the homeserver accepts another attempt; null if unknown. */
  readonly retryAfter: number | null;
}

/** The body of a POST request. */
interface PostData {
  readonly body: object;
  readonly accessToken?: string;
}

/** In milliseconds. */
const REQUEST_TIMEOUT = 20_000;

/** At most a day, so that a wrong number does not lock the user out. */
const Wait = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400_000));

const ErrorBody = v.object({
  errcode: v.fallback(v.nullable(v.string()), null),
  retry_after_ms: v.fallback(v.nullable(Wait), null),
});

/** Sends a GET request, or a POST request if it has data, without cookies or a referrer. A POST follows no redirect. */
export async function requestJson(
  fetch: typeof globalThis.fetch,
  url: string,
  data?: PostData,
): Promise<JsonResponse> {
  try {
    const response = await fetch(url, {
      ...(data && postInit(data)),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
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

/** Returns the body of a successful response that matches the schema, else null. */
export function bodyOf<Schema extends v.GenericSchema>(
  { isOk, body }: JsonResponse,
  schema: Schema,
): v.InferOutput<Schema> | null {
  return isOk ? read(schema, body) : null;
}

function postInit({ body, accessToken }: PostData): RequestInit {
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
