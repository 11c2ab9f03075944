import type { Call } from './call.ts';
import type { EndpointName } from './routes.ts';

export interface LoggedRequest {
  /** Null for a path or method that this homeserver does not serve. */
  readonly endpoint: EndpointName | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Null where there was none, or none in JSON. */
  readonly body: unknown;
  /** Whether the request carried an access token, good or bad. */
  readonly authorization: boolean;
}

export function logged(
  { method, uri, text, accessToken }: Call,
  endpoint: EndpointName | null,
): LoggedRequest {
  return { endpoint, method, path: uri, body: parse(text), authorization: Boolean(accessToken) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
