import { error, type Row } from './row.ts';

interface Answer extends Pick<Row, 'when' | 'problem' | 'onSynapse'> {
  readonly who?: string;
  readonly answer: NonNullable<Row['answer']>;
}

/** What may befall any request; how it is told there, the tests of bad answers say. */
export const ANYWHERE: readonly Answer[] = [
  { when: 'no answer comes', answer: 'connectionLost', problem: 'network' },
  { when: 'no answer comes for half a minute', answer: 'silence', problem: 'timeout' },
  {
    when: 'a proxy answers with a page',
    answer: { status: 502, body: '<h1>Bad gateway</h1>' },
    problem: 'serverError',
  },
  {
    when: 'the answer is cut off',
    answer: { status: 200, body: '{"sid":' },
    problem: 'unreadable',
  },
  {
    when: 'there were too many attempts',
    who: 'the specification, before 1.10',
    answer: error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 333_000 }),
    problem: 'rateLimited',
  },
  {
    when: 'there were too many attempts, which a header says',
    who: 'the specification',
    answer: { ...error(429, 'M_LIMIT_EXCEEDED'), headers: { 'Retry-After': '333' } },
    problem: 'rateLimited',
  },
  {
    when: 'terms have to be accepted first',
    who: 'the specification',
    answer: error(403, 'M_CONSENT_NOT_GIVEN', { consent_uri: 'https://homeserver.org/consent' }),
    problem: 'termsNotSigned',
  },
  {
    when: 'the terms of an identity server have to be accepted first',
    who: 'the specification',
    answer: error(403, 'M_TERMS_NOT_SIGNED'),
    problem: 'termsNotSigned',
  },
  {
    when: 'nobody knows what the errcode means',
    answer: error(418, 'ORG_EXAMPLE_TEAPOT'),
    problem: 'unknown',
  },
];

/** What may befall a request that has the access token with it. */
export const WITH_TOKEN: readonly Answer[] = [
  {
    when: 'the account is locked',
    who: 'Synapse',
    answer: error(401, 'M_USER_LOCKED', { soft_logout: true }),
    problem: 'accountRestricted',
    onSynapse: 'the account is locked',
  },
  {
    when: 'the account is suspended',
    who: 'the specification',
    answer: error(403, 'M_USER_SUSPENDED'),
    problem: 'accountRestricted',
  },
  {
    when: 'the account has expired',
    who: 'Synapse with `account_validity`, or with a module',
    answer: error(403, 'ORG_MATRIX_EXPIRED_ACCOUNT'),
    problem: 'accountRestricted',
    onSynapse: 'the account has expired',
  },
  {
    when: 'it is the account of a guest',
    who: 'Synapse',
    answer: error(403, 'M_GUEST_ACCESS_FORBIDDEN'),
    problem: 'accountRestricted',
    onSynapse: 'a guest',
  },
  {
    when: 'the homeserver has reached a limit of its own',
    who: 'the specification',
    answer: error(403, 'M_RESOURCE_LIMIT_EXCEEDED'),
    problem: 'accountRestricted',
  },
  {
    when: 'the account was deactivated',
    who: 'the specification',
    answer: error(403, 'M_USER_DEACTIVATED'),
    problem: 'accountDeactivated',
  },
  {
    when: 'the access token counts no more',
    who: 'all',
    answer: error(401, 'M_UNKNOWN_TOKEN', { soft_logout: true }),
    problem: 'signedOut',
    onSynapse: 'the token has expired',
  },
  {
    when: 'the device was signed out',
    who: 'all',
    answer: error(401, 'M_UNKNOWN_TOKEN'),
    problem: 'signedOut',
    onSynapse: 'the device is signed out',
  },
  {
    when: 'the access token is missing',
    who: 'all',
    answer: error(401, 'M_MISSING_TOKEN'),
    problem: 'signedOut',
    onSynapse: 'there is no token',
  },
  {
    when: 'the endpoint knows no such method',
    who: 'Synapse',
    answer: error(405, 'M_UNRECOGNIZED'),
    problem: 'unrecognized',
    onSynapse: 'another endpoint is requestsTo',
  },
];
