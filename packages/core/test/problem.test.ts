import { describe, expect, it } from 'vitest';
import {
  isOutcomeUnknown,
  problemOf,
  type Problem,
  type RequestInfo,
} from '../src/homeserver/problem.ts';

const endpoints = [
  'read',
  'requestToken',
  'submitToken',
  'add',
  'addWithAuth',
  'addWithPassword',
  'delete',
] as const;

function problem(
  endpoint: RequestInfo['endpoint'],
  status: number,
  errcode: string | null = null,
  retryAfter: number | null = null,
): Problem {
  const response = { status, errcode, retryAfter, softLogout: false };
  return problemOf(response, { endpoint, medium: 'email', at: 1000 });
}

describe.each(endpoints)('a response to %s', (endpoint) => {
  it.each([
    [429, null, 'rateLimited'],
    [429, 'M_UNKNOWN', 'rateLimited'],
    [400, 'M_LIMIT_EXCEEDED', 'rateLimited'],
    [401, 'M_UNKNOWN_TOKEN', 'signedOut'],
    [401, 'M_MISSING_TOKEN', 'signedOut'],
    [401, 'M_USER_LOCKED', 'accountRestricted'],
    [403, 'M_USER_SUSPENDED', 'accountRestricted'],
    [403, 'M_USER_DEACTIVATED', 'accountDeactivated'],
    [403, 'M_TERMS_NOT_SIGNED', 'termsNotSigned'],
    [403, 'M_CONSENT_NOT_GIVEN', 'termsNotSigned'],
    [403, 'M_GUEST_ACCESS_FORBIDDEN', 'accountRestricted'],
    [403, 'ORG_MATRIX_EXPIRED_ACCOUNT', 'accountRestricted'],
    [404, 'M_UNRECOGNIZED', 'unrecognized'],
    [400, 'M_UNRECOGNIZED', 'unrecognized'],
    [502, null, 'serverError'],
    [200, null, 'unreadable'],
    [418, 'ORG_EXAMPLE_TEAPOT', 'unknown'],
  ])('with %i %s means %s', (status, errcode, code) => {
    expect(problem(endpoint, status, errcode)).toMatchObject({ code });
  });
});

it.each([
  ['requestToken', 400, 'M_THREEPID_IN_USE', 'inUse'],
  ['addWithAuth', 400, 'M_THREEPID_IN_USE', 'inUse'],
  ['requestToken', 403, 'M_THREEPID_DENIED', 'addressDenied'],
  ['requestToken', 400, 'M_SERVER_NOT_TRUSTED', 'serverNotTrusted'],
  ['requestToken', 400, 'M_INVALID_PARAM', 'addressRejected'],
  ['requestToken', 400, 'M_INVALID_EMAIL', 'addressRejected'],
  ['requestToken', 400, 'M_INVALID_ADDRESS', 'addressRejected'],
  ['requestToken', 400, 'M_INVALID_PHONE_NUMBER', 'addressRejected'],
  ['requestToken', 400, 'M_BAD_JSON', 'addressRejected'],
  ['requestToken', 400, 'M_MISSING_PARAM', 'addressRejected'],
  ['requestToken', 401, 'M_UNAUTHORIZED', 'unknown'],
  ['requestToken', 400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED', 'mediumUnsupported'],
  ['requestToken', 500, 'M_UNKNOWN', 'sendFailed'],
  ['requestToken', 400, 'M_UNKNOWN', 'mediumUnsupported'],
  ['requestToken', 500, 'M_EMAIL_SEND_ERROR', 'sendFailed'],
  ['requestToken', 500, 'M_SEND_ERROR', 'sendFailed'],
  ['requestToken', 400, 'M_FORBIDDEN', 'changesDisabled'],
  ['submitToken', 400, 'M_UNKNOWN', 'tokenWrong'],
  ['submitToken', 400, null, 'tokenWrong'],
  ['submitToken', 400, 'M_TOKEN_INCORRECT', 'tokenWrong'],
  ['submitToken', 400, 'M_INVALID_PARAM', 'tokenWrong'],
  ['submitToken', 404, 'M_NO_VALID_SESSION', 'tokenWrong'],
  ['submitToken', 400, 'M_SESSION_EXPIRED', 'sessionExpired'],
  ['submitToken', 403, 'M_FORBIDDEN', 'unknown'],
  ['add', 400, 'M_THREEPID_AUTH_FAILED', 'notValidated'],
  ['addWithAuth', 403, 'M_THREEPID_AUTH_FAILED', 'notValidated'],
  ['addWithAuth', 400, 'M_SESSION_NOT_VALIDATED', 'notValidated'],
  ['addWithAuth', 404, 'M_NO_VALID_SESSION', 'sessionExpired'],
  ['add', 404, 'M_NOT_FOUND', 'sessionExpired'],
  ['add', 400, 'M_FORBIDDEN', 'changesDisabled'],
  ['add', 403, 'M_FORBIDDEN', 'changesDisabled'],
  ['addWithAuth', 400, 'M_FORBIDDEN', 'changesDisabled'],
  ['addWithAuth', 403, 'M_FORBIDDEN', 'authRefused'],
  ['addWithAuth', 400, 'M_UNKNOWN', 'authExpired'],
  ['addWithAuth', 403, 'M_UNKNOWN', 'authExpired'],
  ['addWithAuth', 400, 'M_BAD_JSON', 'authExpired'],
  ['addWithPassword', 403, 'M_FORBIDDEN', 'passwordWrong'],
  ['addWithPassword', 400, 'M_FORBIDDEN', 'changesDisabled'],
  ['addWithPassword', 400, 'M_UNKNOWN', 'authExpired'],
  ['addWithPassword', 404, 'M_NOT_FOUND', 'sessionExpired'],
  ['add', 400, 'M_UNKNOWN', 'unknown'],
  ['delete', 400, 'M_FORBIDDEN', 'changesDisabled'],
  ['read', 403, 'M_FORBIDDEN', 'unknown'],
  ['delete', 404, 'M_THREEPID_NOT_FOUND', 'alreadyRemoved'],
  ['delete', 404, 'M_NOT_FOUND', 'alreadyRemoved'],
  ['read', 404, null, 'unrecognized'],
  ['delete', 405, null, 'unrecognized'],
] as const)('a response to %s with %i %s means %s', (endpoint, status, errcode, code) => {
  expect(problem(endpoint, status, errcode)).toMatchObject({ code });
});

it('returns when a rate limit ends: in a minute if the homeserver does not say', () => {
  expect(problem('add', 429, null, 500)).toEqual({ code: 'rateLimited', until: 1500 });
  expect(problem('add', 429)).toEqual({ code: 'rateLimited', until: 61_000 });
});

it('distinguishes the media if an older homeserver gives no reason', () => {
  const response = { status: 400, errcode: 'M_UNKNOWN', retryAfter: null, softLogout: false };
  const request = { endpoint: 'requestToken', at: 0 } as const;
  expect(problemOf(response, { ...request, medium: 'email' }).code).toBe('mediumUnsupported');
  expect(problemOf(response, { ...request, medium: 'msisdn' }).code).toBe('phoneUnsendable');
});

it('distinguishes an unknown outcome from a refusal', () => {
  const unknown = [problem('add', 502), problem('add', 200), problem('add', 429)];
  expect(unknown.map(isOutcomeUnknown)).toEqual([true, true, false]);
  expect(isOutcomeUnknown({ code: 'network' })).toBe(true);
  expect(isOutcomeUnknown({ code: 'timeout' })).toBe(true);
});
