import type { AuthRequired, Challenge, StageParams } from '../homeserver/homeserver.ts';
import { OAUTH, oauthUrl } from '../urls.ts';

export const PASSWORD = 'm.login.password';

/** Needs no input, so the machine completes it without asking the user. */
export const DUMMY = 'm.login.dummy';

/** The progress of one interactive auth session. */
export interface AuthProgress extends Challenge {
  readonly completed: readonly string[];
  /** The stage that the user chose or attempted last, as long as it may still come next. */
  readonly stage: string | null;
  /** A stage other than the password was attempted, perhaps signed in to another account. */
  readonly mayBelongToOtherUser: boolean;
  /** The homeserver's last response shows that it accepted the authentication. */
  readonly isComplete: boolean;
}

/** The progress after a 401. The session of the latest 401 that has one replaces any earlier one. */
export function advance(
  before: AuthProgress | null,
  { challenge, stageFailed }: AuthRequired,
): AuthProgress {
  const session = challenge.session ?? before?.session ?? null;
  const isSame = session !== null && before?.session?.equals(session) === true;
  const completed = challenge.completed ?? (isSame ? before.completed : []);
  const mayBelongToOtherUser = before?.mayBelongToOtherUser ?? false;
  const after = { ...challenge, session, completed, mayBelongToOtherUser };
  // Some homeservers start a new session after each wrong password; the stage is still the same one.
  const last = isSame || session === null || stageFailed ? before?.stage : null;
  const stage = nextStages(after).find((next) => next === last) ?? null;
  return { ...after, stage, isComplete: false };
}

/** Whether every stage of a flow is completed, although the homeserver responded with another 401. */
export function isFlowComplete({ flows, completed }: AuthProgress): boolean {
  return flows.some((stages) => stages.every((stage) => completed.includes(stage)));
}

/**
 * The stages that may come next: one of each flow, because the stages of a flow have an order. The
 * password is first, because Synapse lists its flows in a different order with each start. Flows that
 * were started win over others. Without a session no fallback page exists, so only the password is left.
 */
export function nextStages({
  flows,
  completed,
  session,
}: Pick<AuthProgress, 'flows' | 'completed' | 'session'>): readonly string[] {
  const done = completed.filter((stage) => stage !== DUMMY);
  const started = flows.filter((stages) => done.every((stage) => stages.includes(stage)));
  const next = (started.length > 0 ? started : flows).flatMap(
    (stages) => stages.find((stage) => !completed.includes(stage)) ?? [],
  );
  const rank = (stage: string) => (stage === PASSWORD ? '' : stage);
  const sorted = [...new Set(next)].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return session === null && sorted[0] === PASSWORD ? [PASSWORD] : sorted;
}

/** The stage to do now: the chosen one, or the only one; null if the user has to choose. */
export function nextStage(auth: AuthProgress | null): string | null {
  if (auth === null) return null;
  const stages = nextStages(auth);
  if (stages.includes(DUMMY)) return DUMMY;
  return stages.find((stage) => stage === auth.stage || stages.length === 1) ?? null;
}

/** Whether the user has attempted the next stage already. A password is always entered again. */
export function isAttempted(auth: AuthProgress | null): boolean {
  return auth?.stage != null && auth.stage !== PASSWORD && auth.stage === nextStage(auth);
}

/** Whether the next request needs nothing from the user. */
export function needsNoInput(auth: AuthProgress | null): boolean {
  return auth !== null && (isFlowComplete(auth) || nextStage(auth) === DUMMY);
}

/** What the homeserver sends about a stage. Own properties only: a stage may be called `constructor`. */
export function paramsOf({ params }: AuthProgress, stage: string): StageParams {
  return (Object.hasOwn(params, stage) ? params[stage] : null) ?? {};
}

/** Whether a browser can do the stage: on its fallback page, which needs a session, or at its URL. */
export function hasPage(auth: AuthProgress, stage: string): boolean {
  if (auth.session === null) return false;
  return stage !== OAUTH || oauthUrl(stage, paramsOf(auth, stage)) !== null;
}
