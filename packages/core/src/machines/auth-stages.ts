import type { AddAnswer, InteractiveAuth } from '../homeserver/port.ts';

export const PASSWORD = 'm.login.password';

/** Needs nothing of the person, so nobody is asked for it. */
export const DUMMY = 'm.login.dummy';

/** Interactive auth as far as it has come. */
export interface AuthProgress extends InteractiveAuth {
  readonly completed: readonly string[];
  /** What the person chose or did last, as long as it may still come next. */
  readonly stage: string | null;
  /** Another stage than the password was begun, maybe by another account. */
  readonly mayBeSpoilt: boolean;
  /** The homeserver answered to what comes after it. */
  readonly isComplete: boolean;
}

/** The session of the latest 401 that has one counts, whatever came before. */
export function progressed(
  before: AuthProgress | null,
  { auth, stageFailed }: Extract<AddAnswer, { type: 'authRequired' }>,
): AuthProgress {
  const session = auth.session ?? before?.session ?? null;
  const isSame = session !== null && before?.session?.equals(session) === true;
  const completed = auth.completed ?? (isSame ? before.completed : []);
  const mayBeSpoilt = before?.mayBeSpoilt ?? false;
  const after = { ...auth, session, completed, mayBeSpoilt, stage: null, isComplete: false };
  // Some homeservers give a new session for each wrong password: it is asked for all the same.
  const last = isSame || session === null || stageFailed ? before?.stage : null;
  return { ...after, stage: nextStages(after).find((stage) => stage === last) ?? null };
}

/** Whether a flow is done to its end, and the homeserver asks all the same. */
export function isWhole({ flows, completed }: AuthProgress): boolean {
  return flows.some((stages) => stages.every((stage) => completed.includes(stage)));
}

/**
 * The stages that may come next, one of each flow, since those of a flow come in order: the password
 * first, whatever the order of the homeserver (Synapse's differs from answer to answer). A flow that
 * was begun is gone on with. Without a session there is no web fallback, so the password alone.
 */
export function nextStages({ flows, completed, session }: AuthProgress): readonly string[] {
  const done = completed.filter((stage) => stage !== DUMMY);
  const begun = flows.filter((stages) => done.every((stage) => stages.includes(stage)));
  const next = (begun.length > 0 ? begun : flows).flatMap(
    (stages) => stages.find((stage) => !completed.includes(stage)) ?? [],
  );
  const rank = (stage: string) => (stage === PASSWORD ? '' : stage);
  const sorted = [...new Set(next)].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return session === null && sorted[0] === PASSWORD ? [PASSWORD] : sorted;
}

/** The stage to do now: what was chosen, or what there is no choice about; null where there is. */
export function nextStage(auth: AuthProgress | null): string | null {
  if (auth === null) return null;
  const stages = nextStages(auth);
  if (stages.includes(DUMMY)) return DUMMY;
  return stages.find((stage) => stage === auth.stage || stages.length === 1) ?? null;
}

/** Whether the next stage was done already, as far as the person knows; a password is never. */
export function isTried(auth: AuthProgress | null): boolean {
  return auth?.stage != null && auth.stage !== PASSWORD && auth.stage === nextStage(auth);
}

/** Whether interactive auth goes on without the person. */
export function isSilentNext(auth: AuthProgress | null): boolean {
  return auth !== null && (isWhole(auth) || nextStage(auth) === DUMMY);
}

/** Homeservers look at what was validated, and by whom it is used, only once the person authenticated. */
export function comesAfterAuth(answer: AddAnswer): boolean {
  return (
    answer.type === 'refused' &&
    ['notValidated', 'sessionExpired', 'inUse'].includes(answer.problem.code)
  );
}
