import { error, type ErrorCase } from './case.ts';

interface AnyCase extends Pick<ErrorCase, 'when' | 'problem' | 'onSynapse'> {
  readonly server?: string;
  readonly response: NonNullable<ErrorCase['response']>;
}

/** Errors of any request. `homeserver/bad-responses.test.ts` tests them at every endpoint. */
export const ANY_REQUEST: readonly AnyCase[] = [
  { when: 'the connection is lost', response: 'connectionLost', problem: 'network' },
  { when: "the server doesn't respond within 30 seconds", response: 'silence', problem: 'timeout' },
  {
    when: 'a proxy responds with a page',
    response: { status: 502, body: '<h1>Bad gateway</h1>' },
    problem: 'serverError',
  },
  {
    when: 'the response is incomplete',
    response: { status: 200, body: '{"sid":' },
    problem: 'unreadable',
  },
  {
    when: 'the rate limit is reached',
    server: 'the specification, before 1.10',
    response: error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 333_000 }),
    problem: 'rateLimited',
  },
  {
    when: 'the rate limit is reached, with a `Retry-After` header',
    server: 'the specification',
    response: { ...error(429, 'M_LIMIT_EXCEEDED'), headers: { 'Retry-After': '333' } },
    problem: 'rateLimited',
  },
  {
    when: "the user hasn't accepted the terms",
    server: 'the specification',
    response: error(403, 'M_CONSENT_NOT_GIVEN', { consent_uri: 'https://homeserver.org/consent' }),
    problem: 'termsNotSigned',
  },
  {
    when: "the user hasn't accepted the terms of an identity server",
    server: 'the specification',
    response: error(403, 'M_TERMS_NOT_SIGNED'),
    problem: 'termsNotSigned',
  },
  {
    when: 'the errcode is unknown',
    response: error(418, 'ORG_EXAMPLE_TEAPOT'),
    problem: 'unknown',
  },
];

/** Errors of requests with an access token. */
export const WITH_ACCESS_TOKEN: readonly AnyCase[] = [
  {
    when: 'the account is locked',
    server: 'Synapse',
    response: error(401, 'M_USER_LOCKED', { soft_logout: true }),
    problem: 'accountRestricted',
    onSynapse: 'the account is locked',
  },
  {
    when: 'the account is suspended',
    server: 'the specification',
    response: error(403, 'M_USER_SUSPENDED'),
    problem: 'accountRestricted',
  },
  {
    when: 'the account has expired',
    server: 'Synapse with `account_validity`, or with a module',
    response: error(403, 'ORG_MATRIX_EXPIRED_ACCOUNT'),
    problem: 'accountRestricted',
    onSynapse: 'the account has expired',
  },
  {
    when: "the account is a guest's",
    server: 'Synapse',
    response: error(403, 'M_GUEST_ACCESS_FORBIDDEN'),
    problem: 'accountRestricted',
    onSynapse: 'a guest',
  },
  {
    when: 'the homeserver has reached a resource limit',
    server: 'the specification',
    response: error(403, 'M_RESOURCE_LIMIT_EXCEEDED'),
    problem: 'accountRestricted',
  },
  {
    when: 'the account is deactivated',
    server: 'the specification',
    response: error(403, 'M_USER_DEACTIVATED'),
    problem: 'accountDeactivated',
  },
  {
    when: 'the access token has expired',
    server: 'any',
    response: error(401, 'M_UNKNOWN_TOKEN', { soft_logout: true }),
    problem: 'signedOut',
    onSynapse: 'the token has expired',
  },
  {
    when: 'the device is signed out',
    server: 'any',
    response: error(401, 'M_UNKNOWN_TOKEN'),
    problem: 'signedOut',
    onSynapse: 'the device is signed out',
  },
  {
    when: 'the access token is missing',
    server: 'any',
    response: error(401, 'M_MISSING_TOKEN'),
    problem: 'signedOut',
    onSynapse: 'there is no token',
  },
  {
    when: "the endpoint doesn't support the method",
    server: 'Synapse',
    response: error(405, 'M_UNRECOGNIZED'),
    problem: 'unrecognized',
    onSynapse: 'the request goes to another endpoint',
  },
];
