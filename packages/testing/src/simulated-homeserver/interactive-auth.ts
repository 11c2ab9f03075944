import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import type { AuthDialect } from './auth-dialect.ts';
import { OAUTH, PASSWORD, SINGLE_SIGN_ON, type AuthFlows } from './auth-flows.ts';
import type { AuthSession, AuthSessions, Operation } from './auth-sessions.ts';
import type { Auth } from './bodies.ts';
import type { Environment } from './environment.ts';
import { ErrorResponse, internalServerError, matrixError } from './errors.ts';

/** The outcome of one stage. The client may retry a stage that failed. */
type Attempt = 'completed' | 'ignored' | { readonly error: string; readonly errcode: string };

export type InteractiveAuth = ReturnType<typeof createInteractiveAuth>;

const CAPTCHA = 'm.login.recaptcha';

/** Stages that their `type` alone completes, offered or not. They authenticate no account. */
const TYPE_ONLY = ['m.login.dummy', 'm.login.terms'];

const CAPTCHA_KEY = 'simulated-captcha';
/** The only right response to the captcha. */
const CAPTCHA_RESPONSE = `${CAPTCHA_KEY} solved`;

/**
 * User-interactive authentication (specification, client-server API, "User-Interactive
 * Authentication API") as observed on Synapse 1.163.2, with the differences of `AuthDialect`.
 * `Settings.authFlows` allows flows that Synapse does not have.
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
      throw matrixError(403, 'M_UNKNOWN', error);
    }
    return session;
  }

  /** Finds the session of the request, or opens one. */
  function sessionFor(userId: string, auth: Auth, operation: Operation, dialect: AuthDialect) {
    const id = auth.session ?? '';
    if (dialect.acceptsUnknownSession) {
      return sessions.findKnown(id) ?? sessions.createUnstored(id, userId, operation);
    }
    return id === '' ? sessions.open(userId, operation) : find(id, operation);
  }

  function challenge(session: AuthSession, dialect: AuthDialect, more: object = {}): ErrorResponse {
    const flows = flowsOf(session.userId).map((stages) => ({ stages }));
    const isOffered = (stage: string) => flows.some(({ stages }) => stages.includes(stage));
    const params = {
      ...(isOffered(CAPTCHA) && { [CAPTCHA]: { public_key: CAPTCHA_KEY } }),
      ...(isOffered(OAUTH) && { [OAUTH]: { url: oauthUrl(session) } }),
    };
    return new ErrorResponse(401, {
      session: session.id,
      flows,
      params: dialect.nullParams ? null : params,
      ...more,
    });
  }

  /** On a real homeserver the URL belongs to another service and has no session. */
  function oauthUrl({ id }: AuthSession): string {
    return `${environment.baseUrl}/account/approve?${new URLSearchParams({ session: id }).toString()}`;
  }

  /** The field `completed` of a 401, if it has one. */
  function completedField(
    session: AuthSession,
    { includesCompleted }: AuthDialect,
    isFirst: boolean,
  ) {
    if (sessions.findKnown(session.id) === null) return { completed: null };
    const completed = [...session.completed.keys()];
    const isIncluded = {
      'after an attempt': !isFirst,
      'if not empty': completed.length > 0,
      always: true,
    }[includesCompleted];
    return isIncluded && { completed };
  }

  /** Completes the stage, or returns its failure. Throws an error that a retry cannot fix. */
  function attempt(session: AuthSession, stage: string, auth: Auth, dialect: AuthDialect): Attempt {
    if (stage === CAPTCHA && settings.authFlows?.some((stages) => stages.includes(stage))) {
      if (auth['response'] !== CAPTCHA_RESPONSE) {
        return { error: 'Captcha was not solved', errcode: 'M_UNAUTHORIZED' };
      }
      session.completed.set(stage, null);
      return 'completed';
    }
    const isTypeOnly = TYPE_ONLY.includes(stage);
    if (!isTypeOnly && stage !== PASSWORD && dialect.unknownStage !== 'login') {
      if (dialect.unknownStage === 'malformed') throw malformed(stage);
      return 'ignored';
    }
    const userId = isTypeOnly ? null : authenticated(stage, auth);
    if (userId === undefined) {
      return { error: 'Invalid username or password', errcode: 'M_FORBIDDEN' };
    }
    session.completed.set(stage, userId);
    return 'completed';
  }

  /** Returns the user id, or undefined if the password is wrong (`validate_login` in `synapse/handlers/auth.py`). */
  function authenticated(stage: string, auth: Auth): string | undefined {
    if (stage !== PASSWORD) {
      // Synapse reads the user before it checks the type, so a missing user is reported first.
      userOf(auth);
      throw matrixError(400, 'M_UNKNOWN', `Unknown login type ${stage}`);
    }
    if (!settings.passwordLogin) {
      throw matrixError(400, 'M_UNKNOWN', 'Password login has been disabled.');
    }
    const { password } = auth;
    if (typeof password !== 'string') {
      throw matrixError(400, 'M_INVALID_PARAM', 'Bad parameter: password');
    }
    const user = userOf(auth);
    return accounts.checkPassword(user, password) ? accounts.fullUserId(user) : undefined;
  }

  /**
   * Returns if the account has completed a flow, and throws every other response. On Synapse a
   * session stays complete: its next request needs no password, also for another threepid.
   */
  return function requireAuth(
    userId: string,
    auth: Auth | null | undefined,
    operation: Operation,
  ): void {
    if (auth === null && !settings.acceptsNullAuth) throw internalServerError();
    const dialect = settings.interactiveAuth;
    if (dialect === null) return;
    if (!auth || Object.keys(auth).length === 0) {
      const opened = sessions.open(userId, operation);
      throw challenge(opened, dialect, { ...completedField(opened, dialect, true) });
    }
    const session = sessionFor(userId, auth, operation, dialect);

    if (auth.type === null) throw matrixError(400, 'M_INVALID_PARAM', 'Bad parameter: type');
    if (!auth.type && dialect.sessionOnly === 'malformed') throw malformed('');
    const attempted = auth.type ? attempt(session, auth.type, auth, dialect) : 'ignored';
    const isAccepted = dialect.sessionOnly === 'accept' || attempted === 'completed';
    const isComplete = (stages: readonly string[]) =>
      stages.every((stage) => session.completed.has(stage));
    const completeFlow = isAccepted ? flowsOf(userId).find(isComplete) : undefined;
    if (completeFlow === undefined) {
      const failure = typeof attempted === 'string' ? null : attempted;
      if (failure !== null && dialect.wrongPassword === 'forbidden') {
        throw matrixError(403, failure.errcode, failure.error);
      }
      const next = failure === null || !auth.session ? session : sessionAfterFailure(session);
      throw challenge(next, dialect, { ...completedField(next, dialect, false), ...failure });
    }
    if (settings.neverAcceptsAuth) throw challenge(replace(session), dialect, { completed: [] });
    if (!dialect.keepsCompletedSession) sessions.delete(session);
    const authenticating = completeFlow.filter((stage) =>
      [PASSWORD, SINGLE_SIGN_ON, OAUTH].includes(stage),
    );
    if (authenticating.some((stage) => session.completed.get(stage) !== userId)) {
      throw matrixError(403, 'M_FORBIDDEN', 'Invalid auth');
    }
  };

  function sessionAfterFailure(session: AuthSession): AuthSession {
    return settings.wrongPasswordSession === 'same' ? session : replace(session);
  }

  function replace(session: AuthSession): AuthSession {
    sessions.delete(session);
    return sessions.open(session.userId, session);
  }
}

function malformed(type: string): ErrorResponse {
  return matrixError(400, 'M_BAD_JSON', `Unknown auth.type: ${type}`);
}

const Identifier = v.looseObject({ type: v.unknown() });
const UserIdentifier = v.looseObject({ type: v.literal('m.id.user') });

/** Reads `user`, otherwise `identifier`. Only identifiers of the type `m.id.user` are simulated. */
function userOf(auth: Auth): string {
  const legacy = auth['user'];
  if (typeof legacy === 'string' && legacy !== '') return legacy;
  const { identifier } = auth;
  if (!identifier) throw matrixError(400, 'M_INVALID_PARAM', 'Invalid login submission');
  if (!v.is(Identifier, identifier)) {
    throw matrixError(400, 'M_MISSING_PARAM', "'identifier' dict has no key 'type'");
  }
  if (!v.is(UserIdentifier, identifier)) {
    throw matrixError(400, 'M_UNKNOWN', 'Unknown login identifier type');
  }
  const { user } = identifier;
  if (typeof user !== 'string') {
    throw matrixError(400, 'M_UNKNOWN', "User identifier is missing 'user' key");
  }
  return user;
}
