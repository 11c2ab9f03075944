import { and, assign, fromCallback, setup } from 'xstate';
import type {
  AuthData,
  AuthPage,
  AuthResponse,
  Refusal,
  StageParams,
  StageProof,
} from '../homeserver/homeserver.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';
import { placeholder } from '../machine-parts/placeholder.ts';
import { ifRefused, onUnexpectedError, outputOf } from '../machine-parts/request.ts';
import { Secret } from '../secret.ts';
import {
  advance,
  DUMMY,
  hasPage,
  isAttempted,
  isFlowComplete,
  needsNoInput,
  nextStage,
  nextStages,
  paramsOf,
  PASSWORD,
  type AuthProgress,
} from './stages.ts';

export interface InteractiveAuthInput<Payload> {
  /** Prefix of the view's element ids, unique on the page. */
  readonly elementId: string;
  /** The full user id of the account whose password is asked for. */
  readonly userId: string;
  /** The body of the request without `auth`, for the implementation of `request`. */
  readonly payload: Payload;
  /** The progress of an earlier attempt, whose session the first request carries; null for none. */
  readonly auth: AuthProgress | null;
  /** `auth` is the homeserver's latest challenge, so that no request is needed to get one. */
  readonly isChallenged: boolean;
  /** What the user must know from the start, such as why they are asked again. */
  readonly problem: Problem | null;
}

export interface InteractiveAuthContext<Result, Payload> {
  readonly elementId: string;
  readonly userId: string;
  readonly payload: Payload;
  readonly isChallenged: boolean;
  /** Null until the first challenge. */
  readonly auth: AuthProgress | null;
  readonly problem: Problem | null;
  /** Requests for the sake of interactive auth alone since the user's last act. */
  readonly automaticRequests: number;
  /** Stages that the app's handlers have finished since the user's last act. */
  readonly finishedAppStages: readonly string[];
  readonly outcome: InteractiveAuthOutput<Result>;
}

export type InteractiveAuthEvent =
  | { readonly type: 'auth.choose'; readonly stage: string }
  | { readonly type: 'auth.submit'; readonly password: Secret }
  /** Opens the page of the stage. Send it from the click itself, or browsers block the window. */
  | { readonly type: 'auth.open' }
  /** The user has finished on the page, or closed it. Only the homeserver knows which. */
  | { readonly type: 'auth.finish' }
  | { readonly type: 'auth.retry' }
  | { readonly type: 'auth.cancel' }
  /** The browser did not open the page. */
  | { readonly type: 'popup.block' };

export type InteractiveAuthOutput<Result> =
  /** The endpoint itself succeeded. */
  | { readonly type: 'settled'; readonly result: Result }
  /** The request failed, with the progress for another attempt. */
  | (Refusal & { readonly auth: AuthProgress | null })
  | { readonly type: 'cancelled' }
  /** Cancelled during a request, which may have been carried out. */
  | { readonly type: 'interrupted' };

/** The input of the app's handler of a stage. */
export interface AppStage {
  readonly stage: string;
  readonly params: StageParams;
}

export type AppStageOutput = { readonly type: 'finished'; readonly fields: Secret } | Refusal;

type AppStageDone = {
  readonly type: 'xstate.done.actor.appStage';
  readonly output: AppStageOutput;
};

/** How many requests in a row a homeserver gets without an act of the user. */
const MAX_AUTOMATIC_REQUESTS = 3;

/** Problems that the user solves here, on the screen of the stage. */
const STAYING: readonly ProblemCode[] = ['passwordWrong', 'authRefused', 'rateLimited'];

/**
 * Creates a machine that makes a request and authenticates the user when the homeserver responds with
 * 401 and the stages it requires (specification, "User-Interactive Authentication API"): the stages
 * of one flow, in order. One constant per endpoint, because `request` is typed by its result.
 */
export function createInteractiveAuthMachine<Result, Payload>() {
  type Context = InteractiveAuthContext<Result, Payload>;
  type Response = AuthResponse<Result>;

  /** A state that makes the request; `self` is its own id, for requests that need no input. */
  function requesting(self: string) {
    return machineSetup.createStateConfig({
      invoke: {
        id: 'request',
        src: 'request',
        input: ({ context, event }) => ({
          payload: context.payload,
          auth: authDataOf(context, event),
        }),
        onDone: [
          {
            guard: { type: 'isSettled', params: outputOf },
            target: '#interactiveAuth.settled',
            actions: { type: 'setOutcome', params: outputOf },
          },
          {
            guard: { type: 'isEndless', params: outputOf },
            target: '#interactiveAuth.unsupported',
            actions: ['dropAuth', { type: 'setProblem', params: { code: 'authEndless' } }],
          },
          {
            guard: { type: 'isAuthLost', params: outputOf },
            target: self,
            reenter: true,
            actions: [
              'dropAuth',
              'countAutomaticRequest',
              { type: 'setProblem', params: { code: 'authRepeated' } },
            ],
          },
          {
            guard: { type: 'needsNoInput', params: outputOf },
            target: self,
            reenter: true,
            actions: [{ type: 'adoptResponse', params: outputOf }, 'countAutomaticRequest'],
          },
          {
            guard: { type: 'needsUser', params: outputOf },
            target: '#interactiveAuth.routing',
            actions: { type: 'adoptResponse', params: outputOf },
          },
          {
            target: '#interactiveAuth.refused',
            actions: { type: 'setOutcome', params: outputOf },
          },
        ],
        onError: {
          target: '#interactiveAuth.refused',
          actions: { type: 'refuse', params: { code: 'unexpected' } },
        },
      },
      after: {
        requestTimeout: {
          target: '#interactiveAuth.refused',
          actions: { type: 'refuse', params: { code: 'timeout' } },
        },
      },
      on: { 'auth.cancel': '#interactiveAuth.interrupted' },
    });
  }

  const machineSetup = setup({
    types: {} as {
      context: Context;
      events: InteractiveAuthEvent | AppStageDone;
      input: InteractiveAuthInput<Payload>;
      output: InteractiveAuthOutput<Result>;
      tags: 'waiting' | 'submitting';
    },
    actors: {
      request: placeholder<
        Response,
        { readonly payload: Payload; readonly auth: AuthData | null }
      >(),
      /** The app's handler of a stage. */
      appStage: placeholder<AppStageOutput, AppStage>(),
      /** Opens the page of a stage. Sends `auth.finish` when it is done or closed, `popup.block` if it does not open. */
      authPage: fromCallback<InteractiveAuthEvent, AuthPage>(() => undefined),
    },
    delays: { requestTimeout: 30_000 },
    guards: {
      isChallenged: ({ context }) => context.isChallenged && !needsNoInput(context.auth),
      isSettled: (_, response: Response) => response.type === 'settled',
      isAuthLost: ({ context }, response: Response) => isAuthLost(context.auth, response),
      needsNoInput: ({ context }, response: Response) =>
        response.type === 'authRequired' && needsNoInput(advance(context.auth, response)),
      isEndless: ({ context: { auth, automaticRequests } }, response: Response) =>
        automaticRequests >= MAX_AUTOMATIC_REQUESTS &&
        (isAuthLost(auth, response) ||
          (response.type === 'authRequired' && needsNoInput(advance(auth, response)))),
      needsUser: ({ context }, response: Response) =>
        response.type === 'authRequired' || staysInStage(context.auth, response),
      /** Whether the app has a handler for the next stage. `provide.ts` provides it. */
      isAppStage: () => false,
      isAttempted: ({ context }) => isAttempted(context.auth),
      /** No handler runs twice without an act of the user, even if another stage came in between. */
      isAppStageAttempted: and([
        'isAppStage',
        ({ context }: { readonly context: Context }) =>
          isAttempted(context.auth) ||
          context.finishedAppStages.includes(nextStage(context.auth) ?? ''),
      ]),
      mustChoose: ({ context: { auth } }) =>
        auth !== null && nextStages(auth).length > 1 && nextStage(auth) === null,
      hasChoice: ({ context: { auth } }) => auth !== null && nextStages(auth).length > 1,
      isPassword: ({ context }) => nextStage(context.auth) === PASSWORD,
      hasPage: ({ context: { auth } }) => {
        const stage = nextStage(auth);
        return auth !== null && stage !== null && hasPage(auth, stage);
      },
      isOffered: ({ context: { auth } }, stage: string) =>
        auth !== null && nextStages(auth).includes(stage),
      isEmpty: (_, typed: Secret) => typed.isEmpty,
      isRefused: (_, output: { readonly type: string }) => output.type === 'refused',
    },
    actions: {
      adoptResponse: assign(({ context }, response: Response) => adopt(context, response)),
      setOutcome: assign(({ context: { auth } }, response: Response) => {
        if (response.type === 'authRequired') return {};
        if (response.type === 'settled') return { outcome: response };
        return { outcome: { ...response, auth }, problem: response.problem };
      }),
      refuse: assign(({ context: { auth } }, problem: Problem) => ({
        outcome: { type: 'refused', problem, auth } as const,
        problem,
      })),
      interrupt: assign({ outcome: { type: 'interrupted' } }),
      setProblem: assign({ problem: (_, problem: Problem | null) => problem }),
      /** The user acts: automatic requests and the app's handlers count from here. */
      startAttempt: assign({ problem: null, automaticRequests: 0, finishedAppStages: [] }),
      countAutomaticRequest: assign({
        automaticRequests: ({ context }) => context.automaticRequests + 1,
      }),
      dropAuth: assign({ auth: null }),
      setStage: assign({
        auth: ({ context: { auth } }, stage: string | null) => auth && withStage(auth, stage),
      }),
      setNextStage: assign({
        auth: ({ context: { auth } }) => auth && withStage(auth, nextStage(auth)),
      }),
      /**
       * After another account signed on in a session, no password completes it (Synapse, if single
       * sign-on is its first flow). The machine cannot see that, so a password goes without a session
       * unless a completed stage would be lost.
       */
      leaveOtherUsersSession: assign({
        auth: ({ context: { auth } }) =>
          auth?.mayBelongToOtherUser && auth.completed.length === 0
            ? { ...auth, session: null }
            : auth,
      }),
      /** Submitting the result of the app's handler is not an act of the user. */
      finishAppStage: assign(({ context: { auth, finishedAppStages } }) => {
        const stage = nextStage(auth);
        return {
          problem: null,
          automaticRequests: 0,
          auth: auth && { ...auth, stage },
          finishedAppStages: stage === null ? finishedAppStages : [...finishedAppStages, stage],
        };
      }),
    },
  });

  /** Leaves a stage: to the other stages if the homeserver offers several. */
  const leaveStage = {
    'auth.cancel': [
      {
        guard: 'hasChoice',
        target: '#interactiveAuth.choosingStage',
        actions: ['startAttempt', { type: 'setStage', params: null }],
      },
      { target: '#interactiveAuth.cancelled' },
    ],
  } as const;

  const openPage = {
    target: '#interactiveAuth.fallback.opened',
    reenter: true,
    actions: 'startAttempt',
  } as const;

  const checkPage = {
    target: '#interactiveAuth.fallback.checking',
    actions: ['startAttempt', 'setNextStage'],
  } as const;

  /** The candidates that start a stage, by who does it. */
  const startStage = [
    { guard: 'isPassword', target: '#interactiveAuth.password' },
    { guard: 'isAppStage', target: '#interactiveAuth.appStage' },
    { guard: 'hasPage', target: '#interactiveAuth.fallback' },
    {
      target: '#interactiveAuth.unsupported',
      actions: { type: 'setProblem', params: { code: 'authUnsupported' } },
    },
  ] as const;

  return machineSetup.createMachine({
    id: 'interactiveAuth',
    context: ({ input }) => ({
      ...input,
      automaticRequests: 0,
      finishedAppStages: [],
      outcome: { type: 'cancelled' },
    }),
    output: ({ context }) => context.outcome,
    initial: 'starting',
    states: {
      starting: {
        always: [{ guard: 'isChallenged', target: 'routing' }, { target: 'requesting' }],
      },

      requesting: requesting('#interactiveAuth.requesting'),

      routing: {
        always: [
          { guard: 'isAppStageAttempted', target: 'appStage.failed' },
          { guard: 'isAttempted', target: 'fallback.left' },
          { guard: 'mustChoose', target: 'choosingStage' },
          ...startStage,
        ],
      },

      choosingStage: {
        tags: 'waiting',
        on: {
          'auth.choose': {
            guard: { type: 'isOffered', params: ({ event }) => event.stage },
            target: 'startingStage',
            actions: ['startAttempt', { type: 'setStage', params: ({ event }) => event.stage }],
          },
          'auth.cancel': 'cancelled',
        },
      },

      startingStage: { always: startStage },

      password: {
        initial: 'entering',
        states: {
          entering: {
            tags: 'waiting',
            on: {
              ...leaveStage,
              'auth.submit': [
                {
                  guard: { type: 'isEmpty', params: ({ event }) => event.password },
                  actions: { type: 'setProblem', params: { code: 'passwordEmpty' } },
                },
                {
                  target: 'submitting',
                  actions: [
                    'startAttempt',
                    { type: 'setStage', params: PASSWORD },
                    'leaveOtherUsersSession',
                  ],
                },
              ],
            },
          },
          submitting: {
            ...requesting('#interactiveAuth.password.submitting'),
            tags: 'submitting',
          },
        },
      },

      fallback: {
        initial: 'unopened',
        states: {
          unopened: { tags: 'waiting', on: { ...leaveStage, 'auth.open': openPage } },
          opened: {
            tags: 'waiting',
            invoke: {
              id: 'authPage',
              src: 'authPage',
              input: ({ context }) => authPageOf(context.auth),
            },
            on: {
              ...leaveStage,
              'auth.open': openPage,
              'auth.finish': checkPage,
              'popup.block': {
                target: 'left',
                actions: { type: 'setProblem', params: { code: 'popupBlocked' } },
              },
            },
          },
          left: {
            tags: 'waiting',
            on: { ...leaveStage, 'auth.open': openPage, 'auth.finish': checkPage },
          },
          checking: {
            ...requesting('#interactiveAuth.fallback.checking'),
            tags: 'submitting',
          },
        },
      },

      appStage: {
        initial: 'running',
        states: {
          running: {
            tags: 'waiting',
            invoke: {
              id: 'appStage',
              src: 'appStage',
              input: ({ context }) => appStageOf(context.auth),
              onDone: [ifRefused('failed'), { target: 'submitting', actions: 'finishAppStage' }],
              onError: onUnexpectedError('failed'),
            },
            on: leaveStage,
          },
          failed: {
            tags: 'waiting',
            on: { ...leaveStage, 'auth.retry': { target: 'running', actions: 'startAttempt' } },
          },
          submitting: {
            ...requesting('#interactiveAuth.appStage.submitting'),
            tags: 'submitting',
          },
        },
      },

      unsupported: { tags: 'waiting', on: { 'auth.cancel': 'cancelled' } },

      settled: { type: 'final' },
      refused: { type: 'final' },
      cancelled: { type: 'final' },
      interrupted: { type: 'final', entry: 'interrupt' },
    },
  });
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('Not available in this state');
  return value;
}

function withStage(auth: AuthProgress, stage: string | null): AuthProgress {
  const isOther = stage !== null && stage !== PASSWORD;
  return { ...auth, stage, mayBelongToOtherUser: auth.mayBelongToOtherUser || isOther };
}

/** The password and the app's fields go from the event into this one request and are kept nowhere. */
function authDataOf(
  { userId, auth }: { readonly userId: string; readonly auth: AuthProgress | null },
  event: InteractiveAuthEvent | AppStageDone,
): AuthData | null {
  const proof = proofOf(userId, auth, event);
  // Without a session and a proof, nothing is left to send.
  return auth && (auth.session ?? proof) ? { session: auth.session, proof } : null;
}

function proofOf(
  userId: string,
  auth: AuthProgress | null,
  event: InteractiveAuthEvent | AppStageDone,
): StageProof | null {
  if (event.type === 'auth.submit') return { stage: PASSWORD, userId, password: event.password };
  const stage = auth?.isComplete === false ? nextStage(auth) : null;
  if (stage === DUMMY) return { stage, fields: new Secret('{}') };
  if (stage === null || event.type !== 'xstate.done.actor.appStage') return null;
  return event.output.type === 'finished' ? { stage, fields: event.output.fields } : null;
}

function authPageOf(auth: AuthProgress | null): AuthPage {
  return { session: present(auth?.session ?? null), ...appStageOf(auth) };
}

function appStageOf(auth: AuthProgress | null): AppStage {
  const stage = present(nextStage(auth));
  return { stage, params: paramsOf(present(auth), stage) };
}

/**
 * Whether the authentication so far is lost: the homeserver no longer knows the session, refuses it as
 * a whole, or asks again for a flow that was completed.
 */
function isAuthLost(auth: AuthProgress | null, response: AuthResponse<unknown>): boolean {
  if (response.type === 'authRequired') {
    return auth !== null && isFlowComplete(auth) && isFlowComplete(advance(auth, response));
  }
  if (response.type !== 'refused') return false;
  const { code } = response.problem;
  return code === 'authExpired' || (code === 'authRefused' && !isDoingOtherStage(auth));
}

/** Whether a stage other than the password was just attempted; a 403 then refuses that stage alone. */
function isDoingOtherStage(auth: AuthProgress | null): boolean {
  return auth?.isComplete === false && auth.stage !== null && auth.stage !== PASSWORD;
}

/** Whether the user can solve the problem on the screen of the stage. */
function staysInStage(auth: AuthProgress | null, response: AuthResponse<unknown>): boolean {
  return (
    response.type === 'refused' &&
    STAYING.includes(response.problem.code) &&
    auth?.isComplete === false &&
    !needsNoInput(auth)
  );
}

function adopt(
  { auth, problem }: { readonly auth: AuthProgress | null; readonly problem: Problem | null },
  response: AuthResponse<unknown>,
) {
  if (response.type === 'authRequired') {
    const code = whyAskedAgain(auth, response);
    return { auth: advance(auth, response), problem: code === null ? problem : { code } };
  }
  if (response.type === 'settled') return {};
  const { problem: refused } = response;
  // A 403 may also mean an unknown session, which no password repairs (Dendrite).
  const isWrong = refused.code === 'passwordWrong';
  return { problem: refused, auth: isWrong ? auth && { ...auth, session: null } : auth };
}

/** Why the user is asked again; null if they are not, or have another stage to do. */
function whyAskedAgain(
  auth: AuthProgress | null,
  response: Parameters<typeof advance>[1],
): 'passwordWrong' | 'authStageFailed' | 'authNotCompleted' | 'authRepeated' | null {
  if (auth === null) return null;
  const { stage, completed } = advance(auth, response);
  if (response.stageFailed) return auth.stage === PASSWORD ? 'passwordWrong' : 'authStageFailed';
  if (stage !== null && stage !== PASSWORD) return 'authNotCompleted';
  return auth.isComplete || stage !== null || completed.length === 0 ? 'authRepeated' : null;
}
