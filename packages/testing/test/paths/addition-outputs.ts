import { Secret, type Medium } from '@threepid/core';
import type { AddingSight } from './adding-order.ts';
import { ADDED, WRONG, type Adding, type AddingCircumstances } from './adding.ts';
import { CAPTCHA } from './auth-answers.ts';
import { but, refused } from './reality.ts';

type AddingAnswers = AddingCircumstances['answers'];
type TokenCase = ReturnType<NonNullable<AddingAnswers['requestToken']>>[number];

/** What a homeserver answers to somebody who adds an email address or a phone number, but to `/add`. */
export function answersOf(medium: Medium): AddingAnswers {
  const threepid = ADDED[medium];
  return {
    requestToken: ({ sendAttempt }) => [
      sent(medium),
      inUse(medium),
      ...(sendAttempt > 1 ? [notSent(medium)] : []),
      ...(sendAttempt > 1 && medium === 'email' ? [sentInAnotherSession()] : []),
      requestLost(),
    ],

    submitToken: ({ token }) => [
      token.reveal() === WRONG
        ? {
            name: 'wrong token',
            output: refused({ code: 'tokenWrong' }),
            real: {
              make: ({ stage }) => stage.answer(),
              sees: but({ busy: null, problem: 'tokenWrong' }),
            },
          }
        : {
            name: 'accepted',
            output: { type: 'accepted' },
            real: {
              make: async ({ stage, done }) => {
                done.isTokenAccepted = true;
                await stage.answer();
              },
              sees: () => ({ step: 'validated', busy: 'adding', problem: null }),
            },
          },
      {
        name: 'token lost',
        output: refused({ code: 'network' }),
        real: {
          make: ({ stage }) => stage.answer('connectionLost'),
          sees: orRetried,
        },
      },
    ],

    listThreepids: () => [
      {
        name: 'listed',
        output: { type: 'listed', threepids: [{ ...threepid, addedAt: null }] },
        real: {
          make: async ({ stage }) => {
            stage.putOnAccount(threepid);
            await stage.answer();
          },
          sees: () => ({ step: 'added', busy: null, end: 'added' }),
        },
      },
      {
        name: 'not listed',
        output: { type: 'listed', threepids: [] },
        real: {
          make: async ({ stage }) => {
            await stage.takeOffAccount(threepid);
            await stage.answer();
          },
          sees: afterReconciling('cancelled'),
        },
      },
      {
        name: 'list lost',
        output: refused({ code: 'network' }),
        real: {
          make: async ({ stage }) => {
            await stage.takeOffAccount(threepid);
            await stage.answer('connectionLost');
          },
          sees: afterReconciling('unsettled'),
        },
      },
    ],

    answerStage: () => [
      {
        name: 'captcha solved',
        output: { type: 'answered', fields: new Secret('{"response":"solved"}') },
        real: {
          make: ({ stage, act, done }) => {
            act();
            done.stage = CAPTCHA;
            stage.app.answerCaptcha({ response: 'solved' });
          },
          sees: but({ busy: 'authenticating', problem: null }),
        },
      },
      {
        name: 'captcha given up',
        output: refused({ code: 'authStageFailed' }),
        real: {
          make: ({ stage }) => stage.app.answerCaptcha(null),
          sees: but({ busy: null, problem: 'authStageFailed' }),
        },
      },
    ],

    waitUntil: () => [
      {
        name: 'cooled down',
        output: undefined,
        real: {
          make: ({ stage, resendAt }) => stage.passUntil(resendAt()),
          sees: but({ mayResend: true }),
        },
      },
    ],
  };
}

/** Whoever did not find the address goes on; or has cancelled, and that is the end. */
export function afterReconciling(end: AddingSight['end']) {
  return (before: AddingSight, { proof }: Adding): Partial<AddingSight> =>
    before.mayCancel ? { ...before, step: proof, busy: null } : { step: 'cancelled', end };
}

function sent(medium: Medium, sid = 'sid'): TokenCase {
  const isEmail = medium === 'email';
  return {
    name: 'sent',
    output: {
      type: 'sent',
      sid: new Secret(sid),
      submitUrl: isEmail ? null : 'https://homeserver.org/submit_token',
      msisdn: isEmail ? null : ADDED.msisdn.address,
      intlFmt: null,
      at: 0,
    },
    real: {
      make: async ({ stage, done }) => {
        done.isSent = true;
        await stage.answer();
      },
      sees: ({ isWatching }, { proof }) => ({
        step: proof,
        busy: null,
        problem: null,
        isWatching,
        mayResend: false,
      }),
    },
  };
}

/** As Synapse does where the link was opened before. */
function sentInAnotherSession(): TokenCase {
  const { output, real } = sent('email', 'another-sid');
  return {
    name: 'sent in another session',
    output,
    real: {
      ...real,
      make: async ({ stage, openNewestLink }) => {
        await openNewestLink();
        await stage.answer();
      },
    },
  };
}

function inUse(medium: Medium): TokenCase {
  return {
    name: 'in use',
    output: refused({ code: 'inUse', medium }),
    real: {
      make: ({ stage }) => stage.whileInUse(ADDED[medium], () => stage.answer()),
      sees: but({ busy: null, problem: 'inUse' }),
    },
  };
}

/** A mail is asked for once more in a moment, a text message is not. */
function requestLost(): TokenCase {
  return {
    name: 'request lost',
    output: refused({ code: 'network' }),
    real: {
      make: ({ stage }) => stage.answer('connectionLost'),
      sees: orRetried,
    },
  };
}

/** Where a token's request or submission came to nothing, it is made again, twice; but not for a text message. */
function orRetried(before: AddingSight, { medium, tries }: Adding): AddingSight {
  const isText = medium === 'msisdn' && before.busy !== 'submittingToken';
  if (isText || tries() >= 3) return { ...before, busy: null, problem: 'network' };
  return { ...before, isRetrying: true };
}

function notSent(medium: Medium): TokenCase {
  return {
    name: 'not sent',
    output: refused({ code: 'sendFailed', medium }),
    real: {
      make: ({ stage }) =>
        stage.while({ mailServer: 'refusing', phoneDelegate: 'down' }, () => stage.answer()),
      sees: but({ busy: null, problem: 'sendFailed' }),
    },
  };
}
