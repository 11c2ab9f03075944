import { Secret, type Medium } from '@threepid/core';
import type { AnyMachineSnapshot } from 'xstate';
import type { Trigger } from '../../src/paths/index.ts';
import { authCasesOf } from './addition-auth.ts';
import { additionOutputs, type AdditionModel } from './addition-outputs.ts';
import { ADDED, TYPED, type Addition } from './addition.ts';
import { error } from './auth-requests.ts';
import { RIGHT, WRONG } from './auth.ts';
import { but } from './driver.ts';
import { RETURN_INTERVAL } from './harness.ts';
import { press as pressIn, type Command } from './view.ts';

type Events = AdditionModel['events'];

/** An addition of an email address or a phone number. */
export function additionModel(medium: Medium): AdditionModel {
  const authCases = authCasesOf(medium);
  return {
    input: { medium, userId: '@alice:homeserver.org', owned: [] },
    attemptKey: (snapshot) =>
      `${snapshot.matches('submittingToken') ? snapshot.context.attempts : 0} ${sendsOf(snapshot)}`,
    isPossible,
    events: [...addressEvents(medium), ...proofEvents, ...otherEvents(medium)],
    outputs: {
      ...additionOutputs(medium),
      interactiveAuth: (start, snapshot) => authCases(start, snapshot).outputs,
    },
    snapshots: {
      interactiveAuth: (start, snapshot) => authCases(start, snapshot).snapshots,
    },
  };
}

/** After the address was added elsewhere, the other outputs of interactive auth end the same way as these. */
const AFTER_ELSEWHERE = [
  'added',
  'in use',
  'response lost',
  'password asked',
  'after requestTimeout',
  'interactiveAuth fails',
];

/** What counts after a resend in the same session: that it leads to the next resend, up to the last. */
const AFTER_RESEND = [
  'token.resend',
  'sent',
  'cooled down',
  'flow.cancel',
  'after requestTimeout',
  'requestToken fails',
  'waitUntil fails',
];

/** How often a mail or text was sent in the same session; 0 before a resend. */
function sendsOf({ context: { session } }: AnyMachineSnapshot): number {
  return session?.sids.length === 1 && session.sendAttempt > 1 ? session.sendAttempt : 0;
}

/** Leaves out what the clocks do not allow, because of two delays the shorter one ends first, and repetition. */
function isPossible(snapshot: AnyMachineSnapshot, trigger: Trigger): boolean {
  // Otherwise a reload would be the first step of every path to a validation.
  if (trigger.name === 'validation.resume') {
    // The list resumes no addition of an address that is on the account.
    return snapshot.context.problem !== null && snapshot.context.owned.length === 0;
  }
  if ('actor' in trigger && trigger.actor === 'interactiveAuth') {
    return snapshot.context.owned.length === 0 || AFTER_ELSEWHERE.includes(trigger.name);
  }
  // The list is never older than one that the addition has received already.
  if (trigger.name === 'not listed') return snapshot.context.owned.length === 0;
  if (sendsOf(snapshot) > 0 && !AFTER_RESEND.includes(trigger.name)) return false;
  const isCoolingDown = snapshot.matches({ validating: { resend: 'coolingDown' } });
  const isWaiting = snapshot.matches({ validating: { proof: { polling: 'waiting' } } });
  const isChecking = snapshot.matches({ validating: { proof: { polling: 'requesting' } } });
  // The first link checks are sooner than the end of a cooldown.
  if (trigger.name === 'cooled down' && isWaiting) return false;
  // Only the first cooldown may end before the time limit of a link check.
  if (trigger.name === 'cooled down' && isChecking) {
    return isCoolingDown && snapshot.context.session.sendAttempt === 1;
  }
  return true;
}

function press(name: Command, ...typed: string[]) {
  return ({ view, act }: Addition) => {
    act();
    pressIn(view(), name, ...typed);
  };
}

function addressEvents(medium: Medium): Events {
  const { address, country } = TYPED[medium];
  const clientSecret = new Secret('client-secret');
  return [
    {
      name: 'address.submit',
      event: { type: 'address.submit', address, country },
      driver: {
        make: press('submit', address, country),
        // A mail or text is not sent twice to the same address.
        shows: (_, addition) =>
          addition.progress.isSent
            ? addition.waiting(null)
            : { step: 'editing', busy: 'requestingToken', problem: null },
      },
    },
    {
      name: 'address.submit (empty)',
      event: { type: 'address.submit', address: '', country },
      driver: {
        make: press('submit', '', country),
        shows: but({ problem: medium === 'email' ? 'emailEmpty' : 'phoneEmpty' }),
      },
    },
    {
      name: 'validation.resume',
      event: {
        type: 'validation.resume',
        pending: {
          medium,
          typed: { address, country },
          entry:
            medium === 'email'
              ? { medium, address }
              : { medium, country, phoneNumber: address.replaceAll(' ', '') },
          clientSecret,
          session: {
            sids: [new Secret('sid')],
            sendAttempt: 1,
            submitUrl: medium === 'email' ? null : 'https://homeserver.org/submit_token',
            isTokenAccepted: false,
            msisdn: null,
            intlFmt: null,
            resendAt: 0,
          },
        },
      },
      driver: {
        make: async (addition) => {
          addition.dropAuth();
          addition.progress.isSent = true;
          addition.progress.isTokenAccepted = false;
          addition.progress.sends = 1;
          await addition.reload();
        },
        shows: (_, addition) => addition.waiting(null),
      },
    },
  ];
}

const proofEvents: Events = [
  {
    name: 'token.submit',
    event: { type: 'token.submit', token: new Secret(RIGHT) },
    driver: {
      make: (addition) => press('submit', addition.code())(addition),
      shows: but({ busy: 'submittingToken', problem: null, mayResend: false, mayEdit: false }),
    },
  },
  {
    name: 'token.submit (wrong)',
    event: { type: 'token.submit', token: new Secret(WRONG) },
    driver: {
      make: press('submit', WRONG),
      shows: but({ busy: 'submittingToken', problem: null, mayResend: false, mayEdit: false }),
    },
  },
  {
    name: 'token.submit (empty)',
    event: { type: 'token.submit', token: new Secret('') },
    driver: { make: press('submit', ' '), shows: but({ problem: 'tokenEmpty' }) },
  },
  {
    name: 'token.resend',
    event: { type: 'token.resend' },
    driver: {
      make: async (addition) => {
        addition.progress.isPollInFlight = false;
        press('resend')(addition);
        await addition.harness.loseAbandoned();
      },
      shows: (before, addition) => ({
        ...before,
        ...addition.waiting(null),
        busy: 'resendingToken',
        problem: null,
        mayResend: false,
        mayEdit: false,
      }),
    },
  },
  {
    name: 'validation.continue',
    event: { type: 'validation.continue' },
    driver: {
      make: (addition) => {
        const { progress } = addition;
        addition.startAuth();
        press('proceed')(addition);
        progress.isPollInFlight = false;
      },
      shows: (before, { progress }) => {
        if (progress.isUncertain) {
          progress.isUncertain = false;
          return { ...before, busy: 'reconciling', mayEdit: false };
        }
        const busy = before.isPolling ? 'checking' : 'adding';
        return { step: before.step, busy, problem: null };
      },
    },
  },
  {
    name: 'page.return',
    event: { type: 'page.return' },
    driver: {
      make: async (addition) => {
        const { harness, progress } = addition;
        if (progress.isUncertain) return harness.returnToPage();
        // A link check that is due sooner would come first.
        while (addition.pollDelay() <= RETURN_INTERVAL) {
          await addition.waitForPoll();
          await addition.auth.respond(error(400, 'M_THREEPID_AUTH_FAILED'));
        }
        return addition.checkLink(harness.returnToPage);
      },
      // A check in the background changes nothing on the screen.
      shows: (before, { progress }) => {
        if (!progress.isUncertain) return before;
        progress.isUncertain = false;
        return { ...before, busy: 'reconciling' };
      },
    },
  },
];

/** What may have been carried out, so that the list has to show whether it was. */
const UNCERTAIN = ['adding', 'checking', 'authenticating', 'reconciling'];

function otherEvents(medium: Medium): Events {
  return [
    {
      name: 'address.edit',
      event: { type: 'address.edit' },
      driver: {
        make: async (addition) => {
          if (addition.view().step === 'authenticating') addition.dropAuth();
          press('editAddress')(addition);
          addition.progress.isPollInFlight = false;
          await addition.harness.loseAbandoned();
        },
        shows: () => ({ step: 'editing', busy: null, problem: null, auth: null }),
      },
    },
    {
      name: 'flow.cancel',
      event: { type: 'flow.cancel' },
      driver: {
        make: async (addition) => {
          addition.carryOut();
          press('cancel')(addition);
          // A second event, as of a double click, changes nothing.
          if (addition.view().busy !== null) addition.actor.send({ type: 'flow.cancel' });
          await addition.harness.loseAbandoned();
        },
        shows: ({ busy, problem }, { progress, proof }) => {
          if (progress.isPollInFlight || progress.isUncertain || UNCERTAIN.includes(`${busy}`)) {
            progress.isPollInFlight = false;
            progress.isUncertain = false;
            return { step: proof, busy: 'reconciling', mayCancel: false };
          }
          const end = problem === 'changesDisabled' ? 'unavailable' : 'cancelled';
          return { step: end, busy: null, output: end };
        },
      },
    },
    {
      name: 'list.change',
      event: { type: 'list.change', owned: [] },
      driver: {
        make: async ({ harness, threepid, progress }) => {
          progress.isAddedElsewhere = false;
          await harness.takeOffAccount(threepid);
          await harness.readList();
        },
        shows: (before) => before,
      },
    },
    {
      name: 'list.change (with the address)',
      event: { type: 'list.change', owned: [ADDED[medium]] },
      driver: {
        make: async ({ harness, threepid, progress, view }) => {
          const isCheck = progress.isPollInFlight || view().busy === 'checking';
          progress.isAddedElsewhere = true;
          harness.putOnAccount(threepid);
          await harness.readList();
          if (isCheck) await harness.loseAbandoned();
        },
        // Nothing is left to wait for; a request that the user sees runs to its end.
        shows: (before, { progress }) => {
          const isWaiting = before.busy === null || before.busy === 'checking';
          if (!isWaiting || before.step === 'editing') return before;
          progress.isPollInFlight = false;
          return { step: 'added', busy: null, output: 'added' };
        },
      },
    },
  ];
}
