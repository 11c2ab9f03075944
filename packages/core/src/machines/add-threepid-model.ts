import { isSameEntry, readEntry, type Entry, type Medium, type Threepid } from '../address.ts';
import type {
  AddAnswer,
  AddRequest,
  AuthStage,
  Refusal,
  StageParams,
  StageProof,
  TokenRequest,
  TokenSubmission,
} from '../homeserver/port.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';
import type { PendingValidation } from '../pending/pending-validation.ts';
import { Secret } from '../secret.ts';
import { DUMMY, nextStage, PASSWORD, type AuthProgress } from './auth-stages.ts';
import { endOf } from './request.ts';

/** One proof in progress that the person reads an address; with the client secret, what `/add` needs. */
export interface ValidationSession {
  /**
   * Newest first: a homeserver that sends another mail after the link was clicked gives it another
   * sid, while the one before is the one that is validated (Synapse, `send_threepid_validation`).
   */
  readonly sids: readonly Secret[];
  /** Of the last request that the homeserver answered; counts from 1. */
  readonly sendAttempt: number;
  /** Where a token goes; null where the mail has a link instead. */
  readonly submitUrl: string | null;
  readonly isTokenAccepted: boolean;
  /** The number as the homeserver parsed it: E.164 digits without plus, and as one writes it. */
  readonly msisdn: string | null;
  readonly intlFmt: string | null;
  /** Milliseconds since the epoch from which another mail or text may be asked for. */
  readonly resendAt: number;
}

export interface AddThreepidContext {
  readonly medium: Medium;
  readonly userId: string;
  /** What the form holds, as typed. */
  readonly typed: { readonly address: string; readonly country: string };
  /** What a token was requested for last. */
  readonly entry: Entry | null;
  readonly clientSecret: Secret;
  readonly session: ValidationSession | null;
  /** Interactive auth since the homeserver's 401. */
  readonly auth: AuthProgress | null;
  /** The last answer to `/add`. */
  readonly answer: AddAnswer | null;
  readonly problem: Problem | null;
  /** Whatever was sent last could have arrived by now. */
  readonly isOverdue: boolean;
  /** The account's threepids, as the list machine last read them. */
  readonly owned: readonly Threepid[];
  /** The token that is being submitted; null before and after. */
  readonly token: Secret | null;
  /** How often a token was requested or submitted since the person's last act. */
  readonly requests: number;
  /** How often `/add` was tried without the person since their last act. */
  readonly checks: number;
  /** How many of the session's sids `/add` found not validated, in the attempt that is under way. */
  readonly sidsTried: number;
  /** How often `/add` was asked again for the sake of interactive auth alone, since the person's last act. */
  readonly silentAsks: number;
  /** Stages that the app's handlers have done since the person last acted. */
  readonly handed: readonly string[];
  /** How the flow ended, for its output. */
  readonly outcome: AddThreepidOutput['type'];
}

/** What an addition starts with: its medium, and a validation to go on with where one outlived its page. */
export type Addition = Pick<PendingValidation, 'medium'> & Partial<PendingValidation>;

export interface AddThreepidInput extends Addition {
  readonly userId: string;
  readonly owned: readonly Threepid[];
}

export type AddThreepidEvent =
  | { readonly type: 'address.submit'; readonly address: string; readonly country: string }
  | { readonly type: 'address.edit' }
  | { readonly type: 'token.submit'; readonly token: Secret }
  | { readonly type: 'token.resend' }
  | { readonly type: 'validation.continue' }
  | { readonly type: 'auth.choose'; readonly stage: string }
  | { readonly type: 'auth.submit'; readonly password: Secret }
  /** Opens the homeserver's page for the stage; to be sent by a click, or browsers block the window. */
  | { readonly type: 'auth.open' }
  /** The person has done it there, or closed it; whether that is so the homeserver says. */
  | { readonly type: 'auth.finish' }
  | { readonly type: 'auth.retry' }
  | { readonly type: 'auth.cancel' }
  | { readonly type: 'flow.cancel' }
  /** The person came back to the page, or the network came back. */
  | { readonly type: 'page.return' }
  /** The browser did not let the homeserver's page open. */
  | { readonly type: 'popup.block' }
  /** The list machine read the account's threepids. */
  | { readonly type: 'list.change'; readonly owned: readonly Threepid[] };

export type AddThreepidOutput =
  | { readonly type: 'added'; readonly medium: Medium; readonly address: string }
  | { readonly type: 'cancelled' }
  /** Cancelled where the homeserver refused it because it allows no changes. */
  | { readonly type: 'unavailable' }
  /** Cancelled while it was being added, and nobody could say whether it was. */
  | { readonly type: 'unsettled' };

/** What is counted from each act of the person on. */
export const AFRESH = {
  requests: 0,
  checks: 0,
  sidsTried: 0,
  silentAsks: 0,
  handed: [],
} as const satisfies Partial<AddThreepidContext>;

export function initialContext({
  medium,
  userId,
  owned,
  typed,
  entry,
  clientSecret,
  session,
}: AddThreepidInput): AddThreepidContext {
  return {
    medium,
    userId,
    owned,
    typed: typed ?? { address: '', country: '' },
    entry: entry ?? null,
    clientSecret: clientSecret ?? new Secret(''),
    session: session ?? null,
    auth: null,
    answer: null,
    problem: null,
    isOverdue: false,
    token: null,
    outcome: 'cancelled',
    ...AFRESH,
  };
}

export function entryIn({ medium }: AddThreepidContext, event: AddThreepidHappening) {
  return event.type === 'address.submit' ? readEntry(medium, event.address, event.country) : null;
}

export function isEntryAgain(context: AddThreepidContext, event: AddThreepidHappening): boolean {
  const entry = entryIn(context, event)?.entry;
  return entry !== undefined && context.entry !== null && isSameEntry(entry, context.entry);
}

/** What a request is asked with. */
interface Asking {
  readonly context: AddThreepidContext;
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('nothing to ask with yet');
  return value;
}

/** The next mail or text; a request that stayed without an answer is repeated as it was. */
export function tokenRequestIn({ context }: Asking): TokenRequest {
  const { entry, clientSecret, session } = context;
  return {
    entry: present(entry),
    clientSecret,
    sendAttempt: (session?.sendAttempt ?? 0) + 1,
  };
}

export function tokenSubmissionIn({ context }: Asking): TokenSubmission {
  const { medium, clientSecret, session, token } = context;
  const { sids, submitUrl } = present(session);
  return {
    medium,
    submitUrl: present(submitUrl),
    sid: present(sids[0] ?? null),
    clientSecret,
    token: present(token),
  };
}

/** What an app's handler of a stage is asked. */
export interface StageQuestion {
  readonly stage: string;
  readonly params: StageParams;
}

/** What it came to. */
export type StageAnswer = { readonly type: 'answered'; readonly fields: Secret } | Refusal;

/** What happens to the machine: what is sent to it, and what XState tells when an app's handler ends. */
export type AddThreepidHappening =
  | AddThreepidEvent
  | { readonly type: 'xstate.done.actor.answerStage'; readonly output: StageAnswer };

function proofIn(
  { userId, auth }: AddThreepidContext,
  event: AddThreepidHappening,
): StageProof | null {
  if (event.type === 'auth.submit') return { stage: PASSWORD, userId, password: event.password };
  const stage = auth?.isComplete === false ? nextStage(auth) : null;
  if (stage === DUMMY) return { stage, fields: new Secret('{}') };
  if (stage === null || event.type !== 'xstate.done.actor.answerStage') return null;
  return event.output.type === 'answered' ? { stage, fields: event.output.fields } : null;
}

/** What proves who is there goes from the event into this one request; without it, the session alone stands for what is complete. */
export function addRequestOf(context: AddThreepidContext, event: AddThreepidHappening): AddRequest {
  const { medium, clientSecret, session, auth, sidsTried } = context;
  const proof = proofIn(context, event);
  return {
    medium,
    sid: present(session?.sids[sidsTried] ?? null),
    clientSecret,
    // Of an interactive auth without a session nothing is left to send once the proof is gone.
    auth: auth && (auth.session ?? proof) ? { session: auth.session, proof } : null,
  };
}

/** The stage that is done on the homeserver's page. */
export function authStageOf({ auth }: AddThreepidContext): AuthStage {
  return { session: present(auth?.session ?? null), stage: present(nextStage(auth)) };
}

/** The stage that is done by the app. */
export function stageQuestionOf({ auth }: AddThreepidContext): StageQuestion {
  const stage = present(nextStage(auth));
  return { stage, params: auth?.params[stage] ?? {} };
}

/** What a screen calls the address: a phone number as the homeserver writes it, where it does. */
export function addressShown({ entry, session }: AddThreepidContext): string {
  if (entry === null) return '';
  if (entry.medium === 'email') return entry.address;
  return session?.intlFmt ?? (session?.msisdn ? `+${session.msisdn}` : entry.phoneNumber);
}

/** What `/add` is answered by itself no better. */
const FUTILE: readonly ProblemCode[] = [
  'rateLimited',
  'signedOut',
  'accountRestricted',
  'accountDeactivated',
  'termsNotSigned',
  'changesDisabled',
  'unrecognized',
  'sessionExpired',
];

/**
 * Whether `/add` is asked without the person: their authentication is complete, has a session to say
 * so, and the last answer leaves hope.
 */
export function isWatching({ auth, answer }: AddThreepidContext): boolean {
  const isFutile = answer?.type === 'refused' && FUTILE.includes(answer.problem.code);
  return auth !== null && auth.isComplete && auth.session !== null && !isFutile;
}

/** How often another mail or text may be asked for to one address. */
const MAX_RESENDS = 5;

/** Whether everything was sent to the address that may be. */
export function isResendSpent({ session }: AddThreepidContext): boolean {
  return session !== null && session.sendAttempt > MAX_RESENDS;
}

export function outputOf(context: AddThreepidContext): AddThreepidOutput {
  const { medium, outcome, problem } = context;
  if (outcome === 'added') return { type: outcome, medium, address: addressShown(context) };
  return { type: endOf(outcome, problem) };
}
