import type { Dialect, ErrorCause } from './dialect.ts';

/** An error response. Handlers throw it. */
export class ErrorResponse extends Error {
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
export function matrixError(status: number, errcode: string, error: string, fields: object = {}) {
  return new ErrorResponse(status, { errcode, error, ...fields });
}

/** A Matrix error whose status and errcode differ between homeservers: see `Dialect.errorCodes`. */
export class DialectError extends Error {
  override readonly cause: ErrorCause;

  constructor(cause: ErrorCause, error: string) {
    super(error);
    this.cause = cause;
  }
}

/** Synapse's response to an exception that it does not handle. */
export function internalServerError(): ErrorResponse {
  return matrixError(500, 'M_UNKNOWN', 'Internal server error');
}

/** The wait is in milliseconds. */
export function limitExceeded(wait: number, retryAfterIn: Dialect['retryAfterIn']): ErrorResponse {
  const inBody = retryAfterIn.includes('retry_after_ms') && { retry_after_ms: wait };
  const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', ...inBody };
  const headers = { 'Retry-After': String(Math.ceil(wait / 1000)) };
  return new ErrorResponse(429, body, retryAfterIn.includes('Retry-After') ? headers : {});
}

export function changesDisabled() {
  return new DialectError('changesDisabled', '3PID changes are disabled on this server');
}

export function emailUnsupported() {
  const error = 'Adding an email to your account is disabled on this server';
  return new DialectError('emailUnsupported', error);
}

export function validationSessionExpired() {
  return new DialectError('sessionExpired', 'No validated 3pid session found');
}
