import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { refusal, Refused } from './answers.ts';
import type { Auth } from './bodies.ts';
import { randomLetters, type Environment } from './environment.ts';

/** The request that a session is for: it may not change while the session lasts. */
export interface Operation {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
}

interface Session extends Operation {
  readonly id: string;
  readonly createdAt: number;
  /** Each completed stage, with the account that it authenticated; null for a stage that names none. */
  readonly completed: Map<string, string | null>;
}

/** A stage that failed and may be tried again. */
interface StageFailure {
  readonly error: string;
  readonly errcode: string;
}

export type InteractiveAuth = ReturnType<typeof createInteractiveAuth>;

/** `SESSION_EXPIRE_MS` in `synapse/handlers/auth.py`, counted from the session's creation. */
const SESSION_LIFETIME = 172_800_000;

const PASSWORD = 'm.login.password';

/** Stages that are completed by being named, offered or not; they name no account. */
const ACKNOWLEDGED = ['m.login.dummy', 'm.login.terms'];

/**
 * User-interactive authentication (specification, client-server API, "User-Interactive
 * Authentication API") as Synapse 1.163.2 does it, observed.
 */
export function createInteractiveAuth(
  { clock, random, settings }: Environment,
  accounts: Accounts,
) {
  const sessions = new Map<string, Session>();

  function open({ method, uri }: Operation): Session {
    const id = randomLetters(random, 24);
    const session: Session = { id, method, uri, createdAt: clock.now(), completed: new Map() };
    sessions.set(id, session);
    return session;
  }

  function find(id: string, operation: Operation): Session {
    const session = sessions.get(id);
    if (session === undefined || session.createdAt + SESSION_LIFETIME <= clock.now()) {
      throw refusal(400, 'M_UNKNOWN', `Unknown session ID: ${id}`);
    }
    if (session.method !== operation.method || session.uri !== operation.uri) {
      const error = 'Requested operation has changed during the UI authentication session.';
      throw refusal(403, 'M_UNKNOWN', error);
    }
    return session;
  }

  function flows(): { stages: string[] }[] {
    return settings.passwordLogin ? [{ stages: [PASSWORD] }] : [];
  }

  function required(session: Session, more: object = {}): Refused {
    return new Refused(401, { session: session.id, flows: flows(), params: {}, ...more });
  }

  /** Notes the stage as completed, or answers its failure; throws what no second try would mend. */
  function attempt(session: Session, stage: string, auth: Auth): StageFailure | null {
    const userId = ACKNOWLEDGED.includes(stage) ? null : authenticated(stage, auth);
    if (userId === undefined) {
      return { error: 'Invalid username or password', errcode: 'M_FORBIDDEN' };
    }
    session.completed.set(stage, userId);
    return null;
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
   * Passes where the account has completed a flow, and throws every other answer. A session stays
   * complete: its next request passes without a password, also for another threepid.
   */
  return function requireAuth(userId: string, auth: Auth | null, operation: Operation): void {
    const known = auth?.session ? find(auth.session, operation) : null;
    const session = known ?? open(operation);
    if (auth === null || Object.keys(auth).length === 0) throw required(session);

    if (auth.type === null) throw refusal(400, 'M_INVALID_PARAM', 'Bad parameter: type');
    const failure = auth.type ? attempt(session, auth.type, auth) : null;
    const done = flows().some(({ stages }) =>
      stages.every((stage) => session.completed.has(stage)),
    );
    if (!done) {
      const answered = failure === null || known === null ? session : afterFailure(known);
      throw required(answered, { completed: [...session.completed.keys()], ...failure });
    }
    if (session.completed.get(PASSWORD) !== userId) {
      throw refusal(403, 'M_FORBIDDEN', 'Invalid auth');
    }
  };

  function afterFailure(session: Session): Session {
    if (settings.wrongPasswordSession === 'same') return session;
    sessions.delete(session.id);
    return open(session);
  }
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
