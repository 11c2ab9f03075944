import { profiles } from '../../src/index.ts';
import { error, type Row } from './row.ts';

const WHOLE_FLOW = {
  session: 'session',
  flows: [{ stages: ['m.login.password'] }],
  completed: ['m.login.password'],
};

/** What goes wrong while an address and a person are proven, and while something is removed. */
export const proving: readonly Row[] = [
  {
    act: 'entersCode',
    typed: ' ',
    when: 'nothing was typed',
    who: '',
    problem: 'tokenEmpty',
    step: 'validatingByToken',
  },
  {
    act: 'entersCode',
    typed: '000000',
    when: 'the code is wrong, or whatever else the phone delegate says',
    who: 'Synapse',
    problem: 'tokenWrong',
    step: 'validatingByToken',
  },
  {
    act: 'entersCode',
    typed: '000000',
    when: 'the code is wrong',
    who: 'the specification',
    settings: profiles.specification,
    problem: 'tokenWrong',
    step: 'validatingByToken',
  },
  {
    act: 'entersCode',
    when: 'the code is wrong',
    who: 'Sydent, long ago',
    answer: { status: 200, body: { success: false } },
    problem: 'tokenWrong',
    step: 'validatingByToken',
  },
  {
    act: 'entersCode',
    when: 'there is no such session',
    who: 'Sydent',
    answer: error(404, 'M_NO_VALID_SESSION'),
    problem: 'tokenWrong',
    step: 'validatingByToken',
  },
  {
    act: 'entersCode',
    when: 'the code has expired',
    who: 'Sydent, the specification',
    answer: error(400, 'M_SESSION_EXPIRED'),
    problem: 'sessionExpired',
    step: 'validatingByToken',
  },

  {
    act: 'continues',
    when: 'the account can prove nothing',
    who: 'Synapse without passwords',
    settings: { passwordLogin: false },
    problem: 'authUnsupported',
    step: 'authUnsupported',
  },
  {
    act: 'continues',
    when: 'the homeserver asks for ever for what was completed',
    who: 'Dendrite, elsewhere',
    answer: { status: 401, body: WHOLE_FLOW },
    times: 9,
    problem: 'authEndless',
    step: 'authUnsupported',
  },
  {
    act: 'continues',
    when: 'the session has expired',
    who: 'the specification',
    answer: error(400, 'M_SESSION_EXPIRED'),
    problem: 'sessionExpired',
    step: 'validatingByLink',
  },

  {
    act: 'entersPassword',
    typed: '',
    when: 'nothing was typed',
    who: '',
    problem: 'passwordEmpty',
    step: 'authenticating',
  },
  {
    act: 'entersPassword',
    typed: 'not my password',
    when: 'the password is wrong',
    who: 'Synapse, in the same session; others, in a new one',
    problem: 'passwordWrong',
    step: 'authenticating',
  },
  {
    act: 'entersPassword',
    when: 'the password is wrong',
    who: 'Dendrite',
    answer: error(403, 'M_FORBIDDEN'),
    problem: 'passwordWrong',
    step: 'authenticating',
  },
  {
    act: 'entersPassword',
    when: 'the link was not opened yet',
    who: 'Synapse',
    problem: 'notValidated',
    step: 'validatingByLink',
  },
  {
    act: 'entersPassword',
    when: 'the link was not opened yet',
    who: 'Tuwunel',
    settings: profiles.tuwunel,
    problem: 'notValidated',
    step: 'validatingByLink',
  },
  {
    act: 'entersPassword',
    when: 'the session has expired',
    who: 'Tuwunel',
    answer: error(404, 'M_NOT_FOUND'),
    problem: 'sessionExpired',
    step: 'validatingByLink',
  },
  {
    act: 'entersPassword',
    when: 'somebody else has added it meanwhile',
    who: 'Tuwunel, the specification',
    answer: error(400, 'M_THREEPID_IN_USE'),
    problem: 'inUse',
    step: 'editing',
  },
  {
    act: 'entersPassword',
    when: 'another proof is asked for all the same',
    who: 'none that is known',
    answer: {
      status: 401,
      body: { session: 'another', flows: [{ stages: ['m.login.password'] }], params: {} },
    },
    problem: 'authRepeated',
    step: 'authenticating',
  },

  {
    act: 'continuesAuthenticated',
    when: 'the homeserver knows the session no more',
    who: 'Synapse, after two days',
    answer: error(400, 'M_UNKNOWN'),
    problem: 'authRepeated',
    step: 'authenticating',
  },
  {
    act: 'continuesAuthenticated',
    when: 'the homeserver has dropped the session',
    who: 'Tuwunel',
    answer: error(403, 'M_FORBIDDEN'),
    problem: 'authRepeated',
    step: 'authenticating',
  },

  {
    act: 'signsOn',
    when: 'the browser opens no window',
    who: '',
    options: { openFallback: () => null },
    problem: 'popupBlocked',
    step: 'authFallback',
  },
  {
    act: 'signsOn',
    when: 'the window was closed before it was done',
    who: 'Synapse',
    options: { openFallback: closedAtOnce },
    problem: 'authNotCompleted',
    step: 'authFallback',
  },
  {
    act: 'signsOn',
    when: 'another account signed on',
    who: 'Synapse',
    options: { openFallback: closedAtOnce },
    answer: error(403, 'M_FORBIDDEN'),
    problem: 'authRefused',
    step: 'authFallback',
  },
  {
    act: 'continues',
    when: 'what the app answered to a stage is not right',
    who: 'Synapse',
    settings: { authFlows: [['m.login.recaptcha']] },
    options: { authStages: { 'm.login.recaptcha': async () => ({ response: 'wrong' }) } },
    problem: 'authStageFailed',
    step: 'authHandled',
  },

  {
    act: 'removes',
    when: 'an identity server that has it is down: nothing was removed',
    who: 'Synapse',
    answer: error(500, 'M_UNKNOWN'),
    problem: 'notRemoved',
    step: 'confirming',
  },
  {
    act: 'removes',
    when: 'changes are disabled, which the capabilities did not say',
    who: 'Synapse',
    settings: { changesEnabled: false },
    problem: 'changesDisabled',
    step: 'confirming',
  },
];

/** Tells on the next turn, as a window does that is closed. */
function closedAtOnce(_url: string, onDone: () => void) {
  queueMicrotask(onDone);
  return () => undefined;
}
