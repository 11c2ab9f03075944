import { and, assign, fromCallback, setup } from 'xstate';
import { hasEntry, type Threepid } from '../address.ts';
import { isOutcomeUnknown, type Problem, type ProblemCode } from '../homeserver/problem.ts';
import type {
  AddAnswer,
  AddRequest,
  AuthStage,
  ListAnswer,
  TokenRequest,
  TokenRequestAnswer,
  TokenSubmission,
  TokenSubmissionAnswer,
} from '../homeserver/port.ts';
import { Secret } from '../secret.ts';
import { hole } from './hole.ts';
import { isWorthRepeating } from './request.ts';
import {
  AFRESH,
  entryIn,
  isEntryAgain,
  isResendSpent,
  isWatching,
  type AddThreepidContext,
  type AddThreepidEvent,
  type AddThreepidHappening,
  type AddThreepidInput,
  type AddThreepidOutput,
  type StageAnswer,
  type StageQuestion,
} from './add-threepid-model.ts';
import {
  comesAfterAuth,
  isSilentNext,
  isTried,
  isWhole,
  nextStage,
  nextStages,
  PASSWORD,
  progressed,
} from './auth-stages.ts';

/** How long until another mail or text may be asked for, in milliseconds, after each one sent. */
const RESEND_COOLDOWNS = [30_000, 40_000, 60_000, 90_000];
const LAST_RESEND_COOLDOWN = 120_000;

/** A homeserver that asks and asks is asked four times at most, counting the person's own. */
const MAX_SILENT_ASKS = 3;

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

function maySilentlyAsk({ silentAsks }: AddThreepidContext): boolean {
  return silentAsks < MAX_SILENT_ASKS;
}

/** Interactive auth that counts for nothing any more: forgotten, refused as a whole, or done and asked for again. */
function isAuthLost({ answer, auth }: AddThreepidContext): boolean {
  if (answer?.type === 'authRequired') {
    return auth !== null && isWhole(auth) && isWhole(progressed(auth, answer));
  }
  if (answer?.type !== 'refused') return false;
  const { code } = answer.problem;
  const isOfStage = auth?.isComplete === false && auth.stage !== null && auth.stage !== PASSWORD;
  return code === 'authExpired' || (code === 'authRefused' && !isOfStage);
}

/** Why the person is asked once more; null where they are not, or have something else to do. */
function whyAskedAgain({ answer, auth }: AddThreepidContext): ProblemCode | null {
  if (answer?.type !== 'authRequired' || auth === null) return null;
  const { stage, completed } = progressed(auth, answer);
  if (answer.stageFailed) return auth.stage === PASSWORD ? 'passwordWrong' : 'authStageFailed';
  if (stage !== null && stage !== PASSWORD) return 'authNotCompleted';
  return auth.isComplete || stage !== null || completed.length === 0 ? 'authRepeated' : null;
}

/** Types, actors, guards and actions of `addThreepidMachine`, shared with the states in `interactive-auth.ts`. */
export const addThreepidSetup = setup({
  types: {} as {
    context: AddThreepidContext;
    events: AddThreepidHappening;
    input: AddThreepidInput;
    output: AddThreepidOutput;
    tags: 'pausing';
  },
  actors: {
    requestToken: hole<TokenRequestAnswer, TokenRequest>(),
    submitToken: hole<TokenSubmissionAnswer, TokenSubmission>(),
    addThreepid: hole<AddAnswer, AddRequest>(),
    listThreepids: hole<ListAnswer>(),
    /** Resolves at its input, in milliseconds since the epoch. */
    waitUntil: hole<void, number>(),
    /** An app's handler of a stage. */
    answerStage: hole<StageAnswer, StageQuestion>(),
    /** The homeserver's page for a stage, in a window; sends `auth.finish` when it is done or closed, `popup.block` where it does not open. */
    openFallback: fromCallback<AddThreepidEvent, AuthStage>(() => undefined),
    /** Sends `page.return` when the page is seen or focused again, or online. */
    watchPage: fromCallback<AddThreepidEvent>(() => undefined),
  },
  delays: {
    /** How long a homeserver may take to answer. */
    requestTimeout: 30_000,
    /** How long until the same is asked again by itself. */
    retryPause: 1_000,
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
    mayRepeat: ({ context }, problem: Problem | null) =>
      isWorthRepeating(context.requests, problem),
    /** Not for a text message: the same request sends another one (Sydent). */
    mayRequestAgain: ({ context }, problem: Problem | null) =>
      context.medium === 'email' && isWorthRepeating(context.requests, problem),
    mayResend: ({ context }) => !isResendSpent(context),
    mayCheckAgain: ({ context }) => context.checks < MAX_CHECKS,
    isSilentNext: ({ context }) => isSilentNext(context.auth),
    isEndless: ({ context }) => isSilentNext(context.auth) && !maySilentlyAsk(context),
    isPasswordNext: ({ context }) => nextStage(context.auth) === PASSWORD,
    /** Filled by `createThreepids`: whether the app does the next stage itself. */
    isHandled: () => false,
    hasFallback: ({ context: { auth } }) => auth?.session != null && nextStage(auth) !== null,
    isTried: ({ context }) => isTried(context.auth),
    /** Also where another session or stage came between: no handler runs twice without the person. */
    isHandledInVain: and([
      'isHandled',
      ({ context }) =>
        isTried(context.auth) || context.handed.includes(nextStage(context.auth) ?? ''),
    ]),
    isOffered: ({ context: { auth } }, stage: string) =>
      auth !== null && nextStages(auth).includes(stage),
    hasChoice: ({ context: { auth } }) => auth !== null && nextStages(auth).length > 1,
    mustChoose: ({ context: { auth } }) =>
      auth !== null && nextStages(auth).length > 1 && nextStage(auth) === null,
    isAdded: ({ context }) => context.answer?.type === 'added',
    isAuthRequired: ({ context }) => context.answer?.type === 'authRequired',
    isAuthLost: ({ context }) => isAuthLost(context),
    isAuthLostForGood: ({ context }) => isAuthLost(context) && !maySilentlyAsk(context),
    isInUse: ({ context }) => refusal(context)?.code === 'inUse',
    isAuthPending: ({ context }) =>
      context.auth?.isComplete === false && !isSilentNext(context.auth),
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
      ...AFRESH,
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
        // What was said of an earlier mail or text says nothing of this one.
        answer: null,
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
    keepToken: assign((_, token: Secret) => ({ token })),
    forgetToken: assign({ token: null }),
    acceptToken: assign(({ context: { session } }) => ({
      session: session && { ...session, isTokenAccepted: true },
    })),
    keepAnswer: assign(({ context: { auth } }, answer: AddAnswer) => {
      if (auth === null) return { answer };
      if (comesAfterAuth(answer))
        return { answer, auth: { ...auth, isComplete: true, stage: null } };
      // A 403 may also mean a session that the homeserver does not know, which no password would mend.
      const isPasswordRefused =
        answer.type === 'refused' && answer.problem.code === 'passwordWrong';
      return { answer, auth: isPasswordRefused ? { ...auth, session: null } : auth };
    }),
    adoptAuth: assign(({ context }) => {
      const { answer, auth } = context;
      if (answer?.type !== 'authRequired') return {};
      const why = whyAskedAgain(context);
      const adopted = { auth: progressed(auth, answer) };
      return why === null ? adopted : { ...adopted, problem: { code: why } };
    }),
    keepStage: assign(({ context: { auth } }, stage: string | null) => ({
      auth: auth && {
        ...auth,
        stage,
        mayBeSpoilt: auth.mayBeSpoilt || (stage !== null && stage !== PASSWORD),
      },
    })),
    /**
     * Where another account signed on in a session, no password completes it any more (Synapse, where
     * single sign-on is the first flow); signing on once more does. Nobody may know of it yet, so any
     * session counts in which nothing would be lost.
     */
    leaveSpoiltSession: assign(({ context: { auth } }) => ({
      auth: auth?.mayBeSpoilt && auth.completed.length === 0 ? { ...auth, session: null } : auth,
    })),
    countSilentAsk: assign({ silentAsks: ({ context }) => context.silentAsks + 1 }),
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
    /** The homeserver wants what cannot be done here; or the same again, whatever it is answered. */
    tellDeadEnd: assign(({ context }) => ({
      problem: { code: maySilentlyAsk(context) ? 'authUnsupported' : 'authEndless' },
    })),
    clearProblem: assign({ problem: null, ...AFRESH }),
    /** The handler's answer goes out, which is no act of the person. */
    handOver: assign(({ context: { auth, handed } }) => {
      const stage = nextStage(auth);
      return {
        problem: null,
        ...AFRESH,
        auth: auth && { ...auth, stage },
        handed: stage === null ? handed : [...handed, stage],
      };
    }),
    countCheck: assign({
      checks: ({ context }) => context.checks + 1,
      sidsTried: 0,
      silentAsks: 0,
    }),
    /** A homeserver that says when is believed over our own cooldown. */
    delayResend: assign(({ context: { session } }, problem: Problem | null) =>
      session !== null && problem?.code === 'rateLimited'
        ? { session: { ...session, resendAt: problem.until } }
        : {},
    ),
    countRequest: assign({ requests: ({ context }) => context.requests + 1 }),
    noteOverdue: assign({ isOverdue: true }),
    adoptOwned: assign({ owned: (_, owned: readonly Threepid[]) => owned }),
  },
});
