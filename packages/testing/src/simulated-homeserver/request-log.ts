import type { IncomingRequest } from './incoming-request.ts';
import type { EndpointName } from './endpoint-name.ts';

export interface LoggedRequest {
  /** Null for a path or method that this homeserver does not serve. */
  readonly endpoint: EndpointName | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Null if the body is empty or not JSON. */
  readonly body: unknown;
  /** Whether the request has an access token, valid or not. */
  readonly authorization: boolean;
}

export function toLoggedRequest(
  { method, uri, text, accessToken }: IncomingRequest,
  endpoint: EndpointName | null,
): LoggedRequest {
  return {
    endpoint,
    method,
    path: uri,
    body: parseJson(text),
    authorization: Boolean(accessToken),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
