import { assign, fromCallback, setup } from 'xstate';
import { hasEntry, type Threepid } from '../address.ts';
import { isOutcomeUnknown, type Problem } from '../homeserver/problem.ts';
import type {
  AddAnswer,
  AddRequest,
  ListAnswer,
  TokenRequest,
  TokenRequestAnswer,
  TokenSubmission,
  TokenSubmissionAnswer,
} from '../homeserver/port.ts';
import { Secret } from '../secret.ts';
import { hole } from './hole.ts';
import {
  entryIn,
  isEntryAgain,
  isResendSpent,
  isWatching,
  type AddThreepidContext,
  type AddThreepidEvent,
  type AddThreepidInput,
  type AddThreepidOutput,
} from './add-threepid-model.ts';

/** How long until another mail or text may be asked for, in milliseconds, after each one sent. */
const RESEND_COOLDOWNS = [30_000, 40_000, 60_000, 90_000];
const LAST_RESEND_COOLDOWN = 120_000;

/** Ten minutes of asking every half minute; whoever takes longer comes back to the page anyway. */
const MAX_CHECKS = 20;

function refusal({ answer }: AddThreepidContext): Problem | null {
  return answer?.type === 'refused' ? answer.problem : null;
}

function isListed({ entry, session }: AddThreepidContext, threepids: readonly Threepid[]): boolean {
  return entry !== null && hasEntry(threepids, entry, session?.msisdn ?? null);
}

/** An address in use is told apart where it is the account's own: the list knows. */
function told(context: AddThreepidContext, problem: Problem | null): Problem | null {
  if (problem?.code !== 'inUse' || !isListed(context, context.owned)) return problem;
  return { code: 'alreadyYours', medium: context.medium };
}

/** Homeservers look at what was validated, and by whom it is used, only once the person authenticated. */
function comesAfterAuth(answer: AddAnswer): boolean {
  return (
    answer.type === 'refused' &&
    ['notValidated', 'sessionExpired', 'inUse'].includes(answer.problem.code)
  );
}

/** Types, actors, guards and actions of `addThreepidMachine`, shared with the states in `interactive-auth.ts`. */
export const addThreepidSetup = setup({
  types: {} as {
    context: AddThreepidContext;
    events: AddThreepidEvent;
    input: AddThreepidInput;
    output: AddThreepidOutput;
  },
  actors: {
    requestToken: hole<TokenRequestAnswer, TokenRequest>(),
    submitToken: hole<TokenSubmissionAnswer, TokenSubmission>(),
    addThreepid: hole<AddAnswer, AddRequest>(),
    listThreepids: hole<ListAnswer>(),
    /** Resolves at its input, in milliseconds since the epoch. */
    waitUntil: hole<void, number>(),
    /** Sends `page.return` when the page is seen or focused again, or online. */
    watchPage: fromCallback<AddThreepidEvent>(() => undefined),
  },
  delays: {
    /** How long a homeserver may take to answer. */
    requestTimeout: 30_000,
    /** How often the homeserver is asked whether the link was clicked. */
    checkInterval: 30_000,
  },
  guards: {
    isResumed: ({ context }) => context.session !== null,
    isMalformed: ({ context, event }) => entryIn(context, event)?.problem !== undefined,
    isAlreadySent: ({ context, event }) => context.session !== null && isEntryAgain(context, event),
    isEntryAgain: ({ context, event }) => isEntryAgain(context, event),
    isRefused: (_, answer: { readonly type: string }) => answer.type === 'refused',
    isEmpty: (_, typed: Secret) => typed.isEmpty,
    isTokenAccepted: ({ context }) => context.session?.isTokenAccepted === true,
    needsToken: ({ context }) => context.session?.submitUrl != null,
    isWatching: ({ context }) => isWatching(context),
    mayResend: ({ context }) => !isResendSpent(context),
    mayCheckAgain: ({ context }) => context.checks < MAX_CHECKS,
    isPasswordNext: ({ context: { auth } }) =>
      auth?.flows.some(
        (stages) => stages.find((stage) => !auth.completed.includes(stage)) === 'm.login.password',
      ) === true,
    isAdded: ({ context }) => context.answer?.type === 'added',
    isAuthRequired: ({ context }) => context.answer?.type === 'authRequired',
    isAuthRefused: ({ context }) => refusal(context)?.code === 'authRefused',
    isInUse: ({ context }) => refusal(context)?.code === 'inUse',
    isAuthPending: ({ context }) => context.auth?.isComplete === false,
    hasAnotherSid: ({ context }) =>
      refusal(context)?.code === 'notValidated' &&
      context.sidsTried + 1 < (context.session?.sids.length ?? 0),
    isOutcomeUnknown: ({ context }) => isOutcomeUnknown(refusal(context)),
    isListed: ({ context }, answer: ListAnswer) =>
      answer.type === 'listed' && isListed(context, answer.threepids),
    isOwned: ({ context }, owned: readonly Threepid[]) => isListed(context, owned),
  },
  actions: {
    /** Drawn from a cryptographic source by `createThreepids`; unfilled, no request leaves either. */
    drawClientSecret: assign({ clientSecret: () => new Secret('') }),
    /** Filled by `createThreepids`: a pending validation outlives the page, where the app allows it. */
    keepPending: () => undefined,
    forgetPending: () => undefined,
    /** What was typed, and what is wrong with it. */
    keepTyped: assign(({ context, event }) => ({
      typed:
        event.type === 'address.submit'
          ? { address: event.address, country: event.country }
          : context.typed,
      problem: entryIn(context, event)?.problem ?? null,
      checks: 0,
      sidsTried: 0,
    })),
    /** Another address is another proof: nothing of the one before may count for it. */
    adoptEntry: assign(({ context, event }) => ({
      entry: entryIn(context, event)?.entry ?? null,
      session: null,
      auth: null,
    })),
    adoptSession: assign(({ context }, answer: TokenRequestAnswer) => {
      if (answer.type !== 'sent') return {};
      const sendAttempt = (context.session?.sendAttempt ?? 0) + 1;
      const cooldown = RESEND_COOLDOWNS[sendAttempt - 1] ?? LAST_RESEND_COOLDOWN;
      const { sid, submitUrl, msisdn, intlFmt, at } = answer;
      const resendAt = at + cooldown;
      const earlier = context.session?.sids.filter((known) => !known.equals(sid)) ?? [];
      const sids = [sid, ...earlier];
      return {
        isOverdue: false,
        session: {
          sids,
          submitUrl,
          msisdn,
          intlFmt,
          sendAttempt,
          resendAt,
          isTokenAccepted: false,
        },
      };
    }),
    acceptToken: assign(({ context: { session } }) => ({
      session: session && { ...session, isTokenAccepted: true },
    })),
    keepAnswer: assign(({ context: { auth } }, answer: AddAnswer) => ({
      answer,
      auth: auth && { ...auth, isComplete: auth.isComplete || comesAfterAuth(answer) },
    })),
    /** The session of the latest 401 that has one counts, whatever came before. */
    adoptAuth: assign(({ context }) => {
      const { answer, auth } = context;
      if (answer?.type !== 'authRequired') return {};
      const session = answer.auth.session ?? auth?.session ?? null;
      const adopted = { auth: { ...answer.auth, session, isComplete: false } };
      if (answer.stageFailed) return { ...adopted, problem: { code: 'passwordWrong' } };
      // Whoever answered before and is asked from the start again wants to be told.
      const isAskedAgain = auth !== null && answer.auth.completed.length === 0;
      return isAskedAgain ? { ...adopted, problem: { code: 'authRepeated' } } : adopted;
    }),
    dropAuth: assign({ auth: null }),
    dropSession: assign({ entry: null, session: null, auth: null }),
    keepOutcome: assign({ outcome: (_, outcome: AddThreepidOutput['type']) => outcome }),
    tryAnotherSid: assign({ sidsTried: ({ context }) => context.sidsTried + 1 }),
    /** What makes the token count no more sends the person back to it. */
    tellAnswer: assign(({ context }) => {
      const problem = refusal(context);
      if (problem === null) return {};
      const { session, medium } = context;
      const isLost = problem.code === 'sessionExpired' || problem.code === 'notValidated';
      if (!isLost || session?.isTokenAccepted !== true) return { problem: told(context, problem) };
      return {
        session: { ...session, isTokenAccepted: false },
        problem: { code: 'sessionExpired', medium },
      };
    }),
    tell: assign(({ context }, problem: Problem | null) => ({ problem: told(context, problem) })),
    clearProblem: assign({ problem: null, checks: 0, sidsTried: 0 }),
    countCheck: assign({ checks: ({ context }) => context.checks + 1, sidsTried: 0 }),
    /** A homeserver that says when is believed over our own cooldown. */
    delayResend: assign(({ context: { session } }, problem: Problem | null) =>
      session !== null && problem?.code === 'rateLimited'
        ? { session: { ...session, resendAt: problem.until } }
        : {},
    ),
    noteOverdue: assign({ isOverdue: true }),
    adoptOwned: assign({ owned: (_, owned: readonly Threepid[]) => owned }),
  },
});
