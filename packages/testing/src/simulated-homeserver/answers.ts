import type { Cause, Dialect } from './dialect.ts';

/** Synapse's CORS headers (`synapse/http/server.py`); `Retry-After` is not exposed, so a browser cannot read it. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'X-Requested-With, Content-Type, Authorization, Date',
  'Access-Control-Expose-Headers': 'Synapse-Trace-Id, Server',
};

/** An answer that is not the one asked for, thrown to leave a handler from wherever it is. */
export class Refused extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, body: object, headers: Record<string, string> = {}) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A Matrix error (specification, client-server API, "Standard error response"). */
export function refusal(status: number, errcode: string, error: string, fields: object = {}) {
  return new Refused(status, { errcode, error, ...fields });
}

/** A Matrix error whose code depends on the homeserver's make: `Dialect.refusals` has it. */
export class RefusedFor extends Error {
  override readonly cause: Cause;

  constructor(cause: Cause, error: string) {
    super(error);
    this.cause = cause;
  }
}

/** What Synapse answers to an exception that it did not expect. */
export function internalServerError(): Refused {
  return refusal(500, 'M_UNKNOWN', 'Internal server error');
}

/** The wait is in milliseconds. */
export function limitExceeded(wait: number, tellsWait: Dialect['tellsWait']): Refused {
  const inBody = tellsWait.includes('retry_after_ms') && { retry_after_ms: wait };
  const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', ...inBody };
  const inHeader = tellsWait.includes('Retry-After');
  return new Refused(429, body, inHeader ? { 'Retry-After': String(Math.ceil(wait / 1000)) } : {});
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return respond(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

export function html(status: number, ...paragraphs: readonly string[]): Response {
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
  return respond(status, `<!doctype html><html lang="en"><body>${body}</body></html>`, {
    'Content-Type': 'text/html; charset=utf-8',
  });
}

/** The page of a link that validates nothing before somebody presses its button. */
export function confirmationPage(): Response {
  return html(
    200,
    'Confirm that this email address is yours.',
    '<form method="post"><button>Confirm</button></form>',
  );
}

export function redirect(location: string): Response {
  return respond(302, null, { Location: location, 'Content-Type': 'text/html; charset=utf-8' });
}

export function preflight(): Response {
  return respond(204, null, {});
}

/** Any answer at all, with the headers that let a page of another origin read it. */
export function respond(
  status: number,
  body: string | null,
  headers: Record<string, string>,
): Response {
  return new Response(body, { status, headers: { ...CORS, ...headers } });
}
