import { Secret, type Medium } from '@threepid/core';
import type { AnyMachineSnapshot } from 'xstate';
import { addAnswers } from './add-answers.ts';
import { answersOf } from './adding-answers.ts';
import { ADDED, RIGHT, WRONG, type Adding, type AddingCircumstances } from './adding.ts';
import { CAPTCHA, PASSWORD, SINGLE_SIGN_ON } from './auth-answers.ts';
import { but } from './reality.ts';
import { press as pressIn, type Command } from './view.ts';

type Events = AddingCircumstances['events'];

/** What happens to somebody who adds an email address or a phone number. */
export function addingCircumstances(medium: Medium): AddingCircumstances {
  return {
    input: { medium, userId: '@alice:homeserver.org', owned: [] },
    trial: trialOf,
    events: [...addressEvents(medium), ...proofEvents, ...authEvents, ...otherEvents(medium)],
    answers: { ...answersOf(medium), addThreepid: (asked) => addAnswers(medium, asked) },
  };
}

/** How often the homeserver was asked without the person, as long as that goes on. */
function trialOf(snapshot: AnyMachineSnapshot): number {
  const { silentAsks, requests } = snapshot.context;
  if (snapshot.matches('submittingToken')) return requests;
  return snapshot.matches({ authenticating: 'completing' }) ? silentAsks : 0;
}

function press(name: Command, ...typed: string[]) {
  return ({ view, act }: Adding) => {
    act();
    pressIn(view(), name, ...typed);
  };
}

function choose(stage: string) {
  return press('choose', stage);
}

function addressEvents(medium: Medium): Events {
  const isEmail = medium === 'email';
  const address = isEmail ? 'alice@example.org' : '06 11 22 33 44';
  const country = isEmail ? '' : 'FR';
  return [
    {
      name: 'address.submit',
      event: { type: 'address.submit', address, country },
      real: {
        make: press('submit', address, country),
        // Nothing is sent again to an address that something was sent to.
        sees: (_, { done, proof }) =>
          done.isSent
            ? { step: proof, busy: null, problem: null }
            : { step: 'editing', busy: 'requestingToken', problem: null },
      },
    },
    {
      name: 'address.submit (empty)',
      event: { type: 'address.submit', address: '', country },
      real: {
        make: press('submit', '', country),
        sees: but({ problem: isEmail ? 'emailEmpty' : 'phoneEmpty' }),
      },
    },
  ];
}

const proofEvents: Events = [
  {
    name: 'token.submit',
    event: { type: 'token.submit', token: new Secret(RIGHT) },
    real: {
      make: (adding) => press('submit', adding.code())(adding),
      sees: but({ busy: 'submittingToken', problem: null, mayResend: false }),
    },
  },
  {
    name: 'token.submit (wrong)',
    event: { type: 'token.submit', token: new Secret(WRONG) },
    real: {
      make: press('submit', WRONG),
      sees: but({ busy: 'submittingToken', problem: null, mayResend: false }),
    },
  },
  {
    name: 'token.submit (empty)',
    event: { type: 'token.submit', token: new Secret('') },
    real: {
      make: press('submit', ' '),
      sees: but({ problem: 'tokenEmpty' }),
    },
  },
  {
    name: 'token.resend',
    event: { type: 'token.resend' },
    real: {
      make: press('resend'),
      sees: but({ busy: 'resendingToken', problem: null, mayResend: false }),
    },
  },
  {
    name: 'validation.continue',
    event: { type: 'validation.continue' },
    real: {
      make: press('proceed'),
      sees: (before) => ({
        ...before,
        busy: before.isWatching ? 'checking' : 'adding',
        problem: null,
        mayResend: false,
      }),
    },
  },
  {
    name: 'page.return',
    event: { type: 'page.return' },
    real: {
      make: ({ stage, act }) => {
        act();
        stage.returnToPage();
      },
      sees: but({ busy: 'checking', mayResend: false }),
    },
  },
];

const authEvents: Events = [
  {
    name: 'auth.submit',
    event: { type: 'auth.submit', password: new Secret(RIGHT) },
    real: {
      make: (adding) => {
        adding.done.stage = PASSWORD;
        press('submit', adding.stage.account.password)(adding);
      },
      sees: but({ busy: 'authenticating', problem: null }),
    },
  },
  {
    name: 'auth.submit (wrong)',
    event: { type: 'auth.submit', password: new Secret(WRONG) },
    real: {
      make: (adding) => {
        adding.done.stage = PASSWORD;
        press('submit', WRONG)(adding);
      },
      sees: but({ busy: 'authenticating', problem: null }),
    },
  },
  {
    name: 'auth.submit (empty)',
    event: { type: 'auth.submit', password: new Secret('') },
    real: {
      make: press('submit', ''),
      sees: but({ problem: 'passwordEmpty' }),
    },
  },
  {
    name: 'auth.choose (password)',
    event: { type: 'auth.choose', stage: PASSWORD },
    real: { make: choose(PASSWORD), sees: but({ step: 'authenticating', problem: null }) },
  },
  {
    name: 'auth.choose (single sign-on)',
    event: { type: 'auth.choose', stage: SINGLE_SIGN_ON },
    real: { make: choose(SINGLE_SIGN_ON), sees: but({ step: 'authFallback', problem: null }) },
  },
  {
    name: 'auth.choose (captcha)',
    event: { type: 'auth.choose', stage: CAPTCHA },
    real: { make: choose(CAPTCHA), sees: but({ step: 'authHandled', problem: null }) },
  },
  {
    name: 'auth.open',
    event: { type: 'auth.open' },
    real: { make: press('open'), sees: but({ isOpen: true, problem: null }) },
  },
  {
    name: 'popup.block',
    event: { type: 'popup.block' },
    real: {
      make: (adding) => adding.stage.app.whilePopupsAreBlocked(() => press('open')(adding)),
      sees: but({ isOpen: false, problem: 'popupBlocked' }),
    },
  },
  {
    name: 'auth.finish',
    event: { type: 'auth.finish' },
    real: {
      make: (adding) => {
        adding.done.stage = SINGLE_SIGN_ON;
        press('finish')(adding);
      },
      sees: but({ busy: 'authenticating', isOpen: false, problem: null }),
    },
  },
  {
    name: 'auth.retry',
    event: { type: 'auth.retry' },
    real: { make: press('retry'), sees: but({ problem: null }) },
  },
  {
    name: 'auth.cancel',
    event: { type: 'auth.cancel' },
    real: {
      make: (adding) => {
        const { done, view } = adding;
        const { step } = view();
        const isOfStage = !['authChoosing', 'authUnsupported'].includes(step);
        done.isBackAtChoice = done.mayChoose && isOfStage;
        adding.authenticated(false);
        if (!done.isBackAtChoice) done.mayChoose = done.isSessionless = false;
        press('back')(adding);
      },
      sees: (_, { done, proof }) => ({
        step: done.isBackAtChoice ? 'authChoosing' : proof,
        busy: null,
        problem: null,
        isWatching: false,
        isOpen: false,
      }),
    },
  },
];

function otherEvents(medium: Medium): Events {
  return [
    {
      name: 'address.edit',
      event: { type: 'address.edit' },
      real: {
        make: (adding) => {
          // Going back to the form from the question who they are is going back from it, too.
          if (adding.view().step.startsWith('auth')) {
            adding.authenticated(false);
            adding.done.isSessionless = false;
          }
          press('editAddress')(adding);
        },
        sees: () => ({ step: 'editing', busy: null, problem: null, isOpen: false }),
      },
    },
    {
      name: 'flow.cancel',
      event: { type: 'flow.cancel' },
      real: {
        make: (adding) => {
          adding.carryOut();
          press('cancel')(adding);
        },
        // What may have been carried out has to be looked up first.
        sees: ({ busy }) =>
          ['adding', 'checking', 'authenticating', 'reconciling'].includes(`${busy}`)
            ? { busy: 'reconciling', mayCancel: false }
            : { step: 'cancelled', busy: null, end: 'cancelled', isOpen: false },
      },
    },
    {
      name: 'list.change',
      event: { type: 'list.change', owned: [] },
      real: {
        make: ({ stage }) => stage.readList(),
        sees: (before) => before,
      },
    },
    {
      name: 'list.change (has it)',
      event: { type: 'list.change', owned: [ADDED[medium]] },
      real: {
        make: async ({ stage, threepid, done }) => {
          done.isElsewhere = true;
          stage.putOnAccount(threepid);
          await stage.readList();
        },
        // Whoever waits for a proof waits for nothing any more.
        sees: (before) =>
          before.busy === null && before.step.startsWith('validat')
            ? { step: 'added', busy: null, end: 'added' }
            : before,
      },
    },
  ];
}
