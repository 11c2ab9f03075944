import type { GenericSchema, InferOutput } from 'valibot';
import { parseJson, read } from '../parsing.ts';
import type { Refusal } from './homeserver.ts';
import { problemOf, type Problem, type RequestInfo } from './problem.ts';
import { errorBody, wait } from './error-schemas.ts';

export interface ParsedResponse {
  /** `Response.error()` if no response arrived. */
  readonly response: Response;
  /** Undefined if the body is not JSON, or too long. */
  readonly body: unknown;
}

/** A request that got no response. */
export const noResponse = (): ParsedResponse => ({ response: Response.error(), body: undefined });

export async function parseResponse(response: Response): Promise<ParsedResponse> {
  return { response, body: parseJson(await response.text()) };
}

/** The body of a 2xx response that matches the schema, or null. */
export function bodyOf<Schema extends GenericSchema>(
  { response, body }: ParsedResponse,
  schema: Schema,
): InferOutput<Schema> | null {
  // Every body is an object. An array would match a schema without required fields.
  return response.ok && !Array.isArray(body) ? read(schema, body) : null;
}

export function refusal(problem: Problem): Refusal {
  return { type: 'refused', problem };
}

/** The refusal that an error response means. */
export function refusalOf({ response, body }: ParsedResponse, info: RequestInfo): Refusal {
  const error = read(errorBody, body);
  return refusal(
    problemOf(
      {
        status: response.status,
        errcode: error?.errcode ?? null,
        // The field first, because a browser cannot read Synapse's header across origins.
        retryAfter: error?.retry_after_ms ?? retryAfter(response, info.at),
        softLogout: error?.soft_logout ?? false,
      },
      info,
    ),
  );
}

/** The milliseconds of a `Retry-After` header, in seconds or as a date (RFC 9110). */
function retryAfter({ headers }: Response, now: number): number | null {
  const header = headers.get('Retry-After') ?? '';
  const seconds = parseFloat(header);
  return read(wait, Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000);
}
