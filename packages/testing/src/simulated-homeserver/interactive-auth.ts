import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { internalServerError, refusal, Refused } from './answers.ts';
import { OAUTH, PASSWORD, SINGLE_SIGN_ON, type AuthFlows } from './auth-flows.ts';
import type { AuthDialect } from './auth-dialect.ts';
import type { AuthSession, AuthSessions, Operation } from './auth-sessions.ts';
import type { Auth } from './bodies.ts';
import type { Environment } from './environment.ts';

/** What became of a stage; one that failed may be tried again. */
type Attempt = 'completed' | 'nothing' | { readonly error: string; readonly errcode: string };

export type InteractiveAuth = ReturnType<typeof createInteractiveAuth>;

const CAPTCHA = 'm.login.recaptcha';

/** Stages that are completed by being named, offered or not; they name no account. */
const ACKNOWLEDGED = ['m.login.dummy', 'm.login.terms'];

/** What the simulated homeserver says of a captcha, and what it wants to hear. */
const CAPTCHA_KEY = 'simulated-captcha';
const CAPTCHA_RESPONSE = `${CAPTCHA_KEY} solved`;

/**
 * User-interactive authentication (specification, client-server API, "User-Interactive
 * Authentication API") as Synapse 1.163.2 does it, observed, and as `AuthDialect` has it of others;
 * flows of its own making aside.
 */
export function createInteractiveAuth(
  environment: Environment,
  accounts: Accounts,
  sessions: AuthSessions,
  flowsOf: AuthFlows,
) {
  const { settings } = environment;

  function find(id: string, operation: Operation): AuthSession {
    const session = sessions.find(id);
    if (session.method !== operation.method || session.uri !== operation.uri) {
      const error = 'Requested operation has changed during the UI authentication session.';
      throw refusal(403, 'M_UNKNOWN', error);
    }
    return session;
  }

  /** The session that the request names; otherwise another one. */
  function sessionFor(userId: string, auth: Auth, operation: Operation, dialect: AuthDialect) {
    const id = auth.session ?? '';
    if (dialect.takesAnySession) {
      return sessions.findKnown(id) ?? sessions.makeUp(id, userId, operation);
    }
    return id === '' ? sessions.open(userId, operation) : find(id, operation);
  }

  function required(session: AuthSession, dialect: AuthDialect, more: object = {}): Refused {
    const flows = flowsOf(session.userId).map((stages) => ({ stages }));
    const isOffered = (stage: string) => flows.some(({ stages }) => stages.includes(stage));
    const params = {
      ...(isOffered(CAPTCHA) && { [CAPTCHA]: { public_key: CAPTCHA_KEY } }),
      ...(isOffered(OAUTH) && { [OAUTH]: { url: oauthUrl(session) } }),
    };
    return new Refused(401, {
      session: session.id,
      flows,
      params: dialect.nullParams ? null : params,
      ...more,
    });
  }

  /** A real one names no session, because it is a page of another service. */
  function oauthUrl({ id }: AuthSession): string {
    return `${environment.baseUrl}/account/approve?${new URLSearchParams({ session: id }).toString()}`;
  }

  /** What a 401 says of the stages that are done. */
  function completedIn(session: AuthSession, { tellsCompleted }: AuthDialect, isFirst: boolean) {
    if (sessions.findKnown(session.id) === null) return { completed: null };
    const completed = [...session.completed.keys()];
    const isTold = {
      'after an attempt': !isFirst,
      'where there is any': completed.length > 0,
      always: true,
    }[tellsCompleted];
    return isTold && { completed };
  }

  /** Notes the stage as completed, or answers its failure; throws what no second try would mend. */
  function attempt(session: AuthSession, stage: string, auth: Auth, dialect: AuthDialect): Attempt {
    if (stage === CAPTCHA && settings.authFlows?.some((stages) => stages.includes(stage))) {
      if (auth['response'] !== CAPTCHA_RESPONSE) {
        return { error: 'Captcha was not solved', errcode: 'M_UNAUTHORIZED' };
      }
      session.completed.set(stage, null);
      return 'completed';
    }
    const isAcknowledged = ACKNOWLEDGED.includes(stage);
    if (!isAcknowledged && stage !== PASSWORD && dialect.unknownStage !== 'a login') {
      if (dialect.unknownStage === 'malformed') throw malformed(stage);
      return 'nothing';
    }
    const userId = isAcknowledged ? null : authenticated(stage, auth);
    if (userId === undefined) {
      return { error: 'Invalid username or password', errcode: 'M_FORBIDDEN' };
    }
    session.completed.set(stage, userId);
    return 'completed';
  }

  /** The account whose password it is; undefined where it is nobody's (`validate_login` in `synapse/handlers/auth.py`). */
  function authenticated(stage: string, auth: Auth): string | undefined {
    if (stage !== PASSWORD) {
      // The user of a stage is read before anyone asks whether there is such a stage.
      userOf(auth);
      throw refusal(400, 'M_UNKNOWN', `Unknown login type ${stage}`);
    }
    if (!settings.passwordLogin) {
      throw refusal(400, 'M_UNKNOWN', 'Password login has been disabled.');
    }
    const { password } = auth;
    if (typeof password !== 'string') {
      throw refusal(400, 'M_INVALID_PARAM', 'Bad parameter: password');
    }
    const user = userOf(auth);
    return accounts.isPassword(user, password) ? accounts.fullUserId(user) : undefined;
  }

  /**
   * Passes where the account has completed a flow, and throws every other answer. On Synapse a
   * session stays complete: its next request passes without a password, also for another threepid.
   */
  return function requireAuth(
    userId: string,
    auth: Auth | null | undefined,
    operation: Operation,
  ): void {
    if (auth === null && !settings.readsNullAuth) throw internalServerError();
    const dialect = settings.interactiveAuth;
    if (dialect === null) return;
    if (!auth || Object.keys(auth).length === 0) {
      const opened = sessions.open(userId, operation);
      throw required(opened, dialect, { ...completedIn(opened, dialect, true) });
    }
    const session = sessionFor(userId, auth, operation, dialect);

    if (auth.type === null) throw refusal(400, 'M_INVALID_PARAM', 'Bad parameter: type');
    if (!auth.type && dialect.sessionAlone === 'malformed') throw malformed('');
    const attempted = auth.type ? attempt(session, auth.type, auth, dialect) : 'nothing';
    const counts = dialect.sessionAlone === 'counts' || attempted === 'completed';
    const isDone = (stages: readonly string[]) =>
      stages.every((stage) => session.completed.has(stage));
    const done = counts ? flowsOf(userId).find(isDone) : undefined;
    if (done === undefined) {
      const failure = typeof attempted === 'string' ? null : attempted;
      if (failure !== null && dialect.wrongPassword === 'refused') {
        throw refusal(403, failure.errcode, failure.error);
      }
      const answered = failure === null || !auth.session ? session : afterFailure(session);
      throw required(answered, dialect, { ...completedIn(answered, dialect, false), ...failure });
    }
    if (settings.forgetsAuth) throw required(another(session), dialect, { completed: [] });
    if (!dialect.keepsCompleted) sessions.forget(session);
    const named = done.filter((stage) => [PASSWORD, SINGLE_SIGN_ON, OAUTH].includes(stage));
    if (named.some((stage) => session.completed.get(stage) !== userId)) {
      throw refusal(403, 'M_FORBIDDEN', 'Invalid auth');
    }
  };

  function afterFailure(session: AuthSession): AuthSession {
    if (settings.wrongPasswordSession === 'same') return session;
    return another(session);
  }

  function another(session: AuthSession): AuthSession {
    sessions.forget(session);
    return sessions.open(session.userId, session);
  }
}

function malformed(type: string): Refused {
  return refusal(400, 'M_BAD_JSON', `Unknown auth.type: ${type}`);
}

const Identifier = v.looseObject({ type: v.unknown() });
const UserIdentifier = v.looseObject({ type: v.literal('m.id.user') });

/** `user`, or `identifier` where there is none; identifiers of other types are not simulated. */
function userOf(auth: Auth): string {
  const legacy = auth['user'];
  if (typeof legacy === 'string' && legacy !== '') return legacy;
  const { identifier } = auth;
  if (!identifier) throw refusal(400, 'M_INVALID_PARAM', 'Invalid login submission');
  if (!v.is(Identifier, identifier)) {
    throw refusal(400, 'M_MISSING_PARAM', "'identifier' dict has no key 'type'");
  }
  if (!v.is(UserIdentifier, identifier)) {
    throw refusal(400, 'M_UNKNOWN', 'Unknown login identifier type');
  }
  const { user } = identifier;
  if (typeof user !== 'string') {
    throw refusal(400, 'M_UNKNOWN', "User identifier is missing 'user' key");
  }
  return user;
}
