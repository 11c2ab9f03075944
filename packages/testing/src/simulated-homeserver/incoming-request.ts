/** A request with its whole body. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
  readonly query: URLSearchParams;
  readonly text: string;
  /** Null without an `Authorization` header, empty if the header has no access token. */
  readonly accessToken: string | null;
  /** The client's IP address. */
  readonly ip: string;
}

export async function readIncomingRequest(request: Request): Promise<IncomingRequest> {
  const { pathname, search, searchParams } = new URL(request.url);
  const authorization = request.headers.get('Authorization');
  return {
    method: request.method,
    uri: `${pathname}${search}`,
    query: searchParams,
    text: await request.text(),
    accessToken: authorization === null ? null : (/^Bearer (\S+)$/u.exec(authorization)?.[1] ?? ''),
    ip: request.headers.get('X-Forwarded-For') ?? '127.0.0.1',
  };
}
