import { profiles } from '../../src/index.ts';
import { error, type ErrorCase } from './case.ts';

/** Errors of a removal. */
export const removing: readonly ErrorCase[] = [
  {
    action: 'remove',
    when: 'an identity server with a binding is down, so nothing is removed',
    server: 'Synapse',
    response: error(500, 'M_UNKNOWN'),
    problem: 'notRemoved',
    step: 'confirming',
    onSynapse: 'the identity server of a binding is down',
  },
  {
    action: 'remove',
    when: 'the connection is lost, and the list still contains the address',
    server: 'any',
    response: 'connectionLost',
    problem: 'notRemoved',
    step: 'confirming',
  },
  {
    action: 'remove',
    when: "the homeserver says that it's gone, but still lists it",
    server: 'no known server',
    response: error(404, 'M_THREEPID_NOT_FOUND'),
    problem: 'notRemoved',
    step: 'confirming',
  },
  {
    action: 'remove',
    when: "an authentication service manages the account, and the capabilities didn't say so",
    server: 'Synapse with Matrix Authentication Service',
    settings: profiles.delegatedAuth,
    problem: 'unrecognized',
    step: 'confirming',
    onSynapse: 'an auth service owns the account',
  },
  {
    action: 'remove',
    when: 'the access token has expired',
    server: 'any',
    response: error(401, 'M_UNKNOWN_TOKEN', { soft_logout: true }),
    problem: 'signedOut',
    step: 'confirming',
    onSynapse: 'the token has expired',
  },
  {
    action: 'remove',
    when: 'the rate limit is reached',
    server: 'the specification, before 1.10',
    response: error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 333_000 }),
    problem: 'rateLimited',
    step: 'confirming',
  },
  {
    action: 'remove',
    when: "changes are disabled, and the capabilities didn't say so",
    server: 'Synapse',
    settings: { changesEnabled: false },
    problem: 'changesDisabled',
    step: 'confirming',
    onSynapse: 'no changes are allowed',
  },
];
