import { Secret, type Medium, type Problem } from '@threepid/core';
import type { addThreepidMachine } from '@threepid/core/machines';
import type { PathModel } from '../../src/paths/index.ts';
import { notePollRefusal, showsRefusal } from './addition-auth.ts';
import { ADDED, type Addition, type AdditionDriver, type AdditionScreen } from './addition.ts';
import { error } from './auth-requests.ts';
import { RIGHT, type AuthReply } from './auth.ts';
import { refused } from './driver.ts';

export type AdditionModel = PathModel<typeof addThreepidMachine, AdditionDriver>;
type AdditionOutputs = AdditionModel['outputs'];
type TokenCase = ReturnType<NonNullable<AdditionOutputs['requestToken']>>[number];
type PollCase = ReturnType<NonNullable<AdditionOutputs['addThreepid']>>[number];

/** The outputs of an addition's actors, except those of interactive auth. */
export function additionOutputs(medium: Medium): Omit<AdditionOutputs, 'interactiveAuth'> {
  const threepid = ADDED[medium];
  return {
    requestToken: ({ sendAttempt }) => [
      sent(medium),
      inUse(medium),
      ...(sendAttempt > 1 ? [notSent(medium)] : []),
      ...(sendAttempt > 1 && medium === 'email' ? [sentInAnotherSession()] : []),
      requestLost,
    ],

    submitToken: ({ token }) => [
      token.reveal() === RIGHT
        ? {
            name: 'accepted',
            output: { type: 'accepted' },
            driver: {
              make: async (addition) => {
                addition.progress.isTokenAccepted = true;
                addition.startAuth();
                await addition.harness.respond();
              },
              shows: () => ({ step: 'validated', busy: 'adding', problem: null }),
            },
          }
        : {
            name: 'wrong token',
            output: refused({ code: 'tokenWrong' }),
            driver: {
              make: ({ harness }) => harness.respond(),
              shows: stays('tokenWrong'),
            },
          },
      {
        name: 'token lost',
        output: refused({ code: 'network' }),
        driver: {
          make: ({ harness }) => harness.respond('connectionLost'),
          shows: failedOrRetried,
        },
      },
    ],

    addThreepid: (_, snapshot) => pollCases(medium, snapshot.hasTag('checking')),

    listThreepids: () => [
      {
        name: 'listed',
        output: { type: 'listed', threepids: [{ ...threepid, addedAt: null }] },
        driver: {
          make: async ({ harness }) => {
            harness.putOnAccount(threepid);
            await harness.respond();
          },
          shows: () => ({ step: 'added', busy: null, output: 'added' }),
        },
      },
      {
        name: 'not listed',
        output: { type: 'listed', threepids: [] },
        driver: {
          make: async ({ harness }) => {
            await harness.takeOffAccount(threepid);
            await harness.respond();
          },
          shows: (before, addition) => {
            const { progress } = addition;
            if (!before.mayCancel) return { step: 'cancelled', output: 'cancelled' };
            if (!progress.isAddressRefused) return addition.waiting(before.problem);
            // Only another address helps.
            addition.dropAuth();
            progress.isSent = false;
            progress.isTokenAccepted = false;
            progress.isAddressRefused = false;
            return { step: 'editing', busy: null, problem: before.problem };
          },
        },
      },
      {
        name: 'list lost',
        output: refused({ code: 'network' }),
        driver: {
          make: async ({ harness, progress }) => {
            await harness.takeOffAccount(threepid);
            progress.isUncertain = true;
            await harness.respond('connectionLost');
          },
          shows: afterUnreadList,
        },
      },
    ],

    waitUntil: () => [
      {
        name: 'cooled down',
        output: undefined,
        driver: {
          make: ({ harness, resendAt }) => harness.passUntil(resendAt()),
          shows: afterCooldown,
        },
      },
    ],
  };
}

/** How often a mail or text may be sent to one address. */
const MAX_SENDS = 5;

/** Another mail or text may be requested now, unless there were too many. */
export function afterCooldown(
  before: AdditionScreen,
  { progress }: Addition,
): Partial<AdditionScreen> {
  return { ...before, mayResend: progress.sends <= MAX_SENDS };
}

/** The request is over, and its screen stays, unless another client has added the address. */
function stays(problem: Problem['code']): AdditionDriver['shows'] {
  return (before, addition) => afterRequest(before, addition, problem);
}

export function afterRequest(
  before: AdditionScreen,
  addition: Addition,
  problem: Problem['code'],
): Partial<AdditionScreen> {
  if (before.step === 'editing') return { ...before, busy: null, problem };
  if (addition.progress.isAddedElsewhere) return addition.waiting(problem);
  return { ...before, mayEdit: true, ...addition.waiting(problem) };
}

/** Without the list, it stays unknown whether the address was added. */
export function afterUnreadList(
  before: AdditionScreen,
  { proof }: Addition,
): Partial<AdditionScreen> {
  return before.mayCancel
    ? { step: proof, busy: null, problem: before.problem, mayEdit: false, mayResend: false }
    : { step: 'unsettled', output: 'unsettled' };
}

/** The responses of `/add` to a session of interactive auth that the homeserver has accepted. */
function pollCases(medium: Medium, isVisible: boolean): readonly PollCase[] {
  const rateLimited = { code: 'rateLimited', until: 0 } as const;
  return [
    {
      name: 'added',
      output: { type: 'settled', result: null },
      driver: {
        make: ({ auth }) => auth.respond({ status: 200, body: {} }),
        shows: () => ({ step: 'added', busy: null, output: 'added' }),
      },
    },
    pollRefused('in use', { code: 'inUse', medium }, error(400, 'M_THREEPID_IN_USE')),
    pollRefused('changes disabled', { code: 'changesDisabled' }, error(400, 'M_FORBIDDEN')),
    pollRefused('limited', rateLimited, error(429, 'M_LIMIT_EXCEEDED')),
    pollRefused('response lost', { code: 'network' }, 'connectionLost'),
    {
      name: 'not validated',
      output: refused({ code: 'notValidated', medium }),
      driver: {
        make: ({ auth }) => auth.respond(error(400, 'M_THREEPID_AUTH_FAILED')),
        // A check in the background changes nothing on the screen.
        shows: (before, addition) => addition.waiting(isVisible ? 'notValidated' : before.problem),
      },
    },
    {
      name: 'session unknown',
      output: refused({ code: 'authExpired' }),
      driver: {
        make: async (addition) => {
          addition.dropAuth();
          addition.progress.isAskedAgain = isVisible;
          addition.startAuth();
          await addition.auth.respond(error(400, 'M_UNKNOWN'));
        },
        shows: (_, addition) =>
          isVisible
            ? { step: addition.proof, busy: 'adding', problem: null, isPolling: false }
            : addition.waiting('authRepeated'),
      },
    },
    {
      name: 'password asked again',
      output: {
        type: 'authRequired',
        challenge: {
          session: new Secret('another session'),
          flows: [['m.login.password']],
          completed: [],
          params: {},
        },
        stageFailed: false,
      },
      driver: {
        make: async (addition) => {
          addition.dropAuth();
          addition.startAuth();
          await addition.auth.respond({ status: 401, body: { flows: [] } });
        },
        shows: (before, addition) =>
          isVisible
            ? {
                step: 'authenticating',
                busy: null,
                problem: null,
                auth: {
                  step: 'password',
                  isBusy: false,
                  problem: 'authRepeated',
                  isOpen: false,
                  mayFinish: false,
                  mayRetry: false,
                },
              }
            : addition.waiting('authRepeated'),
      },
    },
  ];
}

function pollRefused(name: string, problem: Problem, reply: AuthReply): PollCase {
  return {
    name,
    output: refused(problem),
    driver: {
      make: async (addition) => {
        await addition.auth.respond(reply);
        notePollRefusal(addition, problem.code);
      },
      shows: (_, addition) => showsRefusal(addition, problem.code),
    },
  };
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
    driver: {
      make: async ({ harness, progress, takeOffIfAddedElsewhere }) => {
        await takeOffIfAddedElsewhere();
        progress.isSent = true;
        progress.sends += 1;
        await harness.respond();
      },
      shows: (_, addition) => ({ ...addition.waiting(null), mayResend: false }),
    },
  };
}

/** As Synapse does if the link was opened before. */
function sentInAnotherSession(): TokenCase {
  const { output, driver } = sent('email', 'another-sid');
  return {
    name: 'sent in another session',
    output,
    driver: {
      ...driver,
      make: async ({ harness, progress, openNewestLink, takeOffIfAddedElsewhere }) => {
        await takeOffIfAddedElsewhere();
        progress.sends += 1;
        await openNewestLink();
        await harness.respond();
      },
    },
  };
}

function inUse(medium: Medium): TokenCase {
  return {
    name: 'in use',
    output: refused({ code: 'inUse', medium }),
    driver: {
      make: ({ harness }) => harness.whileInUse(ADDED[medium], () => harness.respond()),
      shows: (before, { progress }) => {
        // The address may be the account's own, which the list shows.
        const problem = progress.isAddedElsewhere ? 'alreadyYours' : 'inUse';
        if (before.busy === 'requestingToken') return { ...before, busy: null, problem };
        progress.isAddressRefused = true;
        return { ...before, busy: 'reconciling', problem };
      },
    },
  };
}

/** A mail is requested again soon, a text message is not. */
const requestLost: TokenCase = {
  name: 'request lost',
  output: refused({ code: 'network' }),
  driver: {
    make: ({ harness }) => harness.respond('connectionLost'),
    shows: failedOrRetried,
  },
};

/** A token request or a submission without a response is retried twice, except for a text message. */
function failedOrRetried(before: AdditionScreen, addition: Addition): Partial<AdditionScreen> {
  const { medium, attempts } = addition;
  const isText = medium === 'msisdn' && before.busy !== 'submittingToken';
  if (isText || attempts() >= 3) return afterRequest(before, addition, 'network');
  return { ...before, isRetrying: true };
}

function notSent(medium: Medium): TokenCase {
  return {
    name: 'not sent',
    output: refused({ code: 'sendFailed', medium }),
    driver: {
      make: async ({ harness, takeOffIfAddedElsewhere }) => {
        await takeOffIfAddedElsewhere();
        await harness.withSettings({ mailServer: 'refusing', phoneDelegate: 'down' }, () =>
          harness.respond(),
        );
      },
      shows: stays('sendFailed'),
    },
  };
}
