import { profiles } from '../../src/index.ts';
import { error, type Row } from './row.ts';

/** What goes wrong while something is removed. */
export const removing: readonly Row[] = [
  {
    act: 'removes',
    when: 'an identity server that has it is down: nothing was removed',
    who: 'Synapse',
    answer: error(500, 'M_UNKNOWN'),
    problem: 'notRemoved',
    step: 'confirming',
    onSynapse: 'an identity server that has it is down',
  },
  {
    act: 'removes',
    when: 'no answer comes, and the list still has it',
    who: 'any',
    answer: 'connectionLost',
    problem: 'notRemoved',
    step: 'confirming',
  },
  {
    act: 'removes',
    when: 'the homeserver has it no more, and lists it all the same',
    who: 'none that is known',
    answer: error(404, 'M_THREEPID_NOT_FOUND'),
    problem: 'notRemoved',
    step: 'confirming',
  },
  {
    act: 'removes',
    when: 'the account lives elsewhere, which the capabilities did not say',
    who: 'Synapse with Matrix Authentication Service',
    settings: profiles.delegatedAuth,
    problem: 'unrecognized',
    step: 'confirming',
    onSynapse: 'the account lives elsewhere',
  },
  {
    act: 'removes',
    when: 'the access token counts no more',
    who: 'all',
    answer: error(401, 'M_UNKNOWN_TOKEN', { soft_logout: true }),
    problem: 'signedOut',
    step: 'confirming',
    onSynapse: 'the token has expired',
  },
  {
    act: 'removes',
    when: 'there were too many attempts',
    who: 'the specification, before 1.10',
    answer: error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 333_000 }),
    problem: 'rateLimited',
    step: 'confirming',
  },
  {
    act: 'removes',
    when: 'changes are disabled, which the capabilities did not say',
    who: 'Synapse',
    settings: { changesEnabled: false },
    problem: 'changesDisabled',
    step: 'confirming',
    onSynapse: 'no changes are allowed',
  },
];
