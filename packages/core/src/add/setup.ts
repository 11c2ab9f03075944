import { assign, fromCallback, setup } from 'xstate';
import type {
  AddPayload,
  AddRequest,
  AuthResponse,
  ListResponse,
  Refusal,
  TokenRequest,
  TokenResponse,
  TokenSubmission,
  TokenSubmissionResponse,
} from '../homeserver/homeserver.ts';
import { isOutcomeUnknown, type Problem, type ProblemCode } from '../homeserver/problem.ts';
import {
  createInteractiveAuthMachine,
  type InteractiveAuthOutput,
} from '../interactive-auth/machine.ts';
import { advance, needsNoInput, type AuthProgress } from '../interactive-auth/stages.ts';
import { placeholder } from '../machine-parts/placeholder.ts';
import { cancelOutcome } from '../machine-parts/request.ts';
import { isRetryable } from '../machine-parts/retryable.ts';
import { Secret } from '../secret.ts';
import type { Threepid } from '../threepid.ts';
import {
  entryOf,
  isEntryOf,
  isListed,
  isRequestedListed,
  isPolling,
  isResendSpent,
  type AddThreepidContext,
  type AddThreepidEvent,
  type AddThreepidInput,
  type AddThreepidOutput,
} from './context.ts';

/** How long until another mail or text may be requested, in milliseconds, after each one sent. */
const RESEND_COOLDOWNS = [30_000, 40_000, 60_000, 90_000];
const LAST_RESEND_COOLDOWN = 120_000;

/**
 * Delays before the first link checks, in milliseconds: users who have authenticated open the link
 * within a minute, if at all. `LAST_POLL_DELAY` follows.
 */
const POLL_DELAYS = [2_000, 3_000, 5_000, 8_000, 13_000, 20_000];
const LAST_POLL_DELAY = 30_000;

/** Ten minutes of polling. Users who take longer come back to the page, which checks again. */
const MAX_LINK_CHECKS = 24;

/** Interactive auth for `POST /account/3pid/add`. */
export const addAuthMachine = createInteractiveAuthMachine<null, AddPayload>();

type AuthOutput = InteractiveAuthOutput<null>;

/** What a finished `/add` resolved with: interactive auth's output, or the response to a poll. */
type AddOutput = AuthOutput | AuthResponse<null>;

/** A snapshot of interactive auth, as far as its tags. */
export interface Tagged {
  hasTag(tag: 'waiting' | 'submitting'): boolean;
}

/** The actors' events that the machine's own transitions read, besides what users and the list send. */
export type AddThreepidMachineEvent =
  | AddThreepidEvent
  | { readonly type: 'xstate.done.actor.addThreepid'; readonly output: AuthResponse<null> };

/** An address in use may be the account's own; only the list knows. */
function refineProblem(context: AddThreepidContext, problem: Problem | null): Problem | null {
  if (problem?.code !== 'inUse' || !isRequestedListed(context)) return problem;
  return { code: 'alreadyYours', medium: context.medium };
}

/** Homeservers check the validation, and whether the address is taken, only after authentication. */
function provesAuth({ problem }: Refusal): boolean {
  return ['notValidated', 'sessionExpired', 'inUse'].includes(problem.code);
}

/** Problems with the address itself, which only another address solves. */
const ADDRESS_PROBLEMS: readonly ProblemCode[] = [
  'inUse',
  'alreadyYours',
  'addressDenied',
  'addressRejected',
  'destinationRejected',
  'phoneUnsendable',
];

function isAddressProblem(problem: Problem | null): boolean {
  return problem !== null && ADDRESS_PROBLEMS.includes(problem.code);
}

/** The progress after an attempt that was refused. */
function authAfter(output: Refusal & { readonly auth: AuthProgress | null }): AuthProgress | null {
  const { auth } = output;
  return auth !== null && provesAuth(output) ? { ...auth, isComplete: true, stage: null } : auth;
}

/** Types, actors, guards and actions of `addThreepidMachine`. */
export const addThreepidSetup = setup({
  types: {} as {
    context: AddThreepidContext;
    events: AddThreepidMachineEvent;
    input: AddThreepidInput;
    output: AddThreepidOutput;
    children: { interactiveAuth: 'interactiveAuth' };
    tags:
      | 'requestingToken'
      | 'resendingToken'
      | 'submittingToken'
      | 'adding'
      | 'checking'
      | 'authenticating'
      | 'reconciling'
      | 'retrying';
  },
  actors: {
    requestToken: placeholder<TokenResponse, TokenRequest>(),
    submitToken: placeholder<TokenSubmissionResponse, TokenSubmission>(),
    addThreepid: placeholder<AuthResponse<null>, AddRequest>(),
    interactiveAuth: addAuthMachine,
    listThreepids: placeholder<ListResponse>(),
    /** Resolves at its input, in milliseconds since the epoch. */
    waitUntil: placeholder<void, number>(),
    /** Sends `page.return` when the page is visible, focused or online again. */
    watchPage: fromCallback<AddThreepidEvent>(() => undefined),
  },
  delays: {
    /** How long a homeserver may take to respond. */
    requestTimeout: 30_000,
    /** Delay before an automatic retry. */
    retryDelay: 1_000,
    /** Delay before the next check whether the link was opened. */
    pollInterval: ({ context }) => POLL_DELAYS[context.linkChecks] ?? LAST_POLL_DELAY,
  },
  guards: {
    isMalformed: ({ context, event }) =>
      event.type === 'address.submit' && entryOf(context.medium, event).problem !== undefined,
    isAlreadySent: ({ context: { medium, session, entry }, event }) =>
      event.type === 'address.submit' && session !== null && isEntryOf(medium, event, entry),
    isDraftAgain: ({ context: { medium, draft }, event }) =>
      event.type === 'address.submit' && isEntryOf(medium, event, draft?.entry ?? null),
    isRefused: (_, output: { readonly type: string }) => output.type === 'refused',
    isEmpty: (_, typed: Secret) => typed.isEmpty,
    isTokenAccepted: ({ context }) => context.session?.isTokenAccepted === true,
    needsToken: ({ context }) => context.session?.submitUrl != null,
    isPolling: ({ context }) => isPolling(context),
    isRetryable: ({ context }, problem: Problem | null) => isRetryable(context.attempts, problem),
    /** A text message is never retried: the same request sends another one (Sydent). */
    isTokenRequestRetryable: ({ context }, problem: Problem | null) =>
      context.medium === 'email' && isRetryable(context.attempts, problem),
    isResendSpent: ({ context }) => isResendSpent(context),
    mayCheckAgain: ({ context }) => context.linkChecks < MAX_LINK_CHECKS,
    isAdded: ({ context }, output: AddOutput) =>
      output.type === 'settled' ||
      // A list that arrived during the request contains the address.
      (output.type === 'refused' && isListed(context, context.owned)),
    isAuthCancelled: (_, output: AuthOutput) => output.type === 'cancelled',
    isAuthLost: (_, output: AddOutput) =>
      output.type === 'authRequired' ||
      (output.type === 'refused' && ['authExpired', 'authRefused'].includes(output.problem.code)),
    isAddressProblem: (_, problem: Problem | null) => isAddressProblem(problem),
    isAddressRefused: ({ context }, output: ListResponse) =>
      output.type === 'listed' && isAddressProblem(context.problem),
    isOnAccount: ({ context }) => isListed(context, context.owned),
    isNotValidated: (_, output: AddOutput) =>
      output.type === 'refused' && output.problem.code === 'notValidated',
    /** Only the list shows what happened: the outcome is unknown, or the address is in use. */
    needsList: (_, output: AddOutput) =>
      output.type === 'interrupted' ||
      (output.type === 'refused' &&
        (isOutcomeUnknown(output.problem) || isAddressProblem(output.problem))),
    isListed: ({ context }, output: ListResponse) =>
      output.type === 'listed' && isListed(context, output.threepids),
    isListRead: (_, output: ListResponse) => output.type === 'listed',
    isOwned: ({ context }, owned: readonly Threepid[]) => isListed(context, owned),
    isUnavailable: ({ context }) => cancelOutcome(context.problem) === 'unavailable',
    isListedAlready: ({ context }, auth: Tagged) =>
      auth.hasTag('waiting') && isListed(context, context.owned),
    isWaitingForUser: (_, auth: Tagged) => auth.hasTag('waiting'),
    isSubmitting: (_, auth: Tagged) => auth.hasTag('submitting'),
  },
  actions: {
    /** Gives the draft a client secret from a cryptographic source. `provide.ts` provides it. */
    generateClientSecret: () => undefined,
    /** Stores the validation, if the app allows it. `provide.ts` provides it. */
    keepPending: () => undefined,
    /** Deletes the stored validation. `provide.ts` provides it. */
    forgetPending: () => undefined,
    adoptPending: assign(({ context, event }) => {
      if (event.type !== 'validation.resume') return context;
      const { typed, entry, clientSecret, session } = event.pending;
      return { ...context, typed, entry, clientSecret, session };
    }),
    keepTyped: assign(({ context, event }) => {
      if (event.type !== 'address.submit') return context;
      const { address, country } = event;
      const { problem = null } = entryOf(context.medium, event);
      return { ...context, typed: { address, country }, problem };
    }),
    startDraft: assign(({ context, event }) => {
      if (event.type !== 'address.submit') return context;
      const { entry } = entryOf(context.medium, event);
      return { ...context, draft: entry ? { entry, clientSecret: new Secret('') } : null };
    }),
    dropDraft: assign({ draft: null }),
    /** Another address is another proof: nothing of the earlier one counts for it. */
    adoptSession: assign(({ context }, response: TokenResponse) => {
      if (response.type !== 'sent') return {};
      const { draft } = context;
      const before = draft === null ? context.session : null;
      const sendAttempt = (before?.sendAttempt ?? 0) + 1;
      const cooldown = RESEND_COOLDOWNS[sendAttempt - 1] ?? LAST_RESEND_COOLDOWN;
      const { sid, submitUrl, msisdn, intlFmt, at } = response;
      const earlier = before?.sids.filter((known) => !known.equals(sid)) ?? [];
      return {
        ...(draft && { ...draft, draft: null, auth: null }),
        isOverdue: false,
        problem: null,
        session: {
          sids: [sid, ...earlier],
          submitUrl,
          msisdn,
          intlFmt,
          sendAttempt,
          resendAt: at + cooldown,
          isTokenAccepted: false,
        },
      };
    }),
    setToken: assign((_, token: Secret) => ({ token })),
    clearToken: assign({ token: null }),
    acceptToken: assign(({ context: { session } }) => ({
      session: session && { ...session, isTokenAccepted: true },
    })),
    keepAuth: assign({
      auth: ({ context }, output: AuthOutput) =>
        output.type === 'refused' ? authAfter(output) : context.auth,
    }),
    /** A challenge that needs nothing from the user is no progress: it starts again without a session. */
    adoptChallenge: assign(({ context: { auth } }, response: AuthResponse<null>) => {
      const next = response.type === 'authRequired' ? advance(auth, response) : null;
      return { auth: needsNoInput(next) ? null : next };
    }),
    dropAuth: assign({ auth: null }),
    dropSession: assign({ entry: null, session: null, auth: null, draft: null }),
    setOutcome: assign({ outcome: (_, outcome: AddThreepidOutput['type']) => outcome }),
    setProblem: assign(({ context }, problem: Problem | null) => ({
      problem: refineProblem(context, problem),
    })),
    /** A problem with the validation sends the user back to the token, which no longer counts. */
    setProblemFromOutput: assign(({ context }, output: AddOutput) => {
      if (output.type !== 'refused') return {};
      const { problem } = output;
      const { session, medium } = context;
      const isLost = problem.code === 'sessionExpired' || problem.code === 'notValidated';
      if (!isLost || session?.isTokenAccepted !== true) {
        return { problem: refineProblem(context, problem) };
      }
      return {
        session: { ...session, isTokenAccepted: false },
        problem: { code: 'sessionExpired', medium },
      };
    }),
    /** The user acts: the last problem is solved or about to be reported again. */
    startAttempt: assign({ problem: null, linkChecks: 0 }),
    resetAttempts: assign({ attempts: 0 }),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    countLinkCheck: assign({ linkChecks: ({ context }) => context.linkChecks + 1 }),
    /** The homeserver's own limit replaces the cooldown. */
    delayResend: assign(({ context: { session } }, problem: Problem | null) =>
      session !== null && problem?.code === 'rateLimited'
        ? { session: { ...session, resendAt: problem.until } }
        : {},
    ),
    setOverdue: assign({ isOverdue: true }),
    adoptOwned: assign({ owned: (_, owned: readonly Threepid[]) => owned }),
  },
});
