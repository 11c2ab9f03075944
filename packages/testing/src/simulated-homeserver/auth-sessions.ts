import { randomLetters, type Environment } from './environment.ts';
import { DialectError } from './errors.ts';

/** The request that a session belongs to. It may not change during the session. */
export interface Operation {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
}

export interface AuthSession extends Operation {
  readonly id: string;
  /** The account that sent the first request. */
  readonly userId: string;
  readonly createdAt: number;
  /**
   * Maps each completed stage to the account that it authenticated. The account is null for stages
   * that authenticate none, and empty if another account than `userId` completed single sign-on
   * (`complete_sso_ui_auth` in `synapse/handlers/sso.py`).
   */
  readonly completed: Map<string, string | null>;
}

export type AuthSessions = ReturnType<typeof createAuthSessions>;

/** `SESSION_EXPIRE_MS` in `synapse/handlers/auth.py`, counted from the session's creation. */
const SESSION_LIFETIME = 172_800_000;

/** The sessions of interactive auth. */
export function createAuthSessions({ clock, random }: Environment) {
  const sessions = new Map<string, AuthSession>();

  function findKnown(id: string): AuthSession | null {
    const session = sessions.get(id);
    const isKnown = session !== undefined && session.createdAt + SESSION_LIFETIME > clock.now();
    return isKnown ? session : null;
  }

  function create(id: string, userId: string, { method, uri }: Operation): AuthSession {
    return { id, userId, method, uri, createdAt: clock.now(), completed: new Map() };
  }

  return {
    open(userId: string, operation: Operation): AuthSession {
      const session = create(randomLetters(random, 24), userId, operation);
      sessions.set(session.id, session);
      return session;
    },
    findKnown,
    /** Throws if the session is unknown or expired. */
    find(id: string): AuthSession {
      const session = findKnown(id);
      if (session !== null) return session;
      throw new DialectError('authSessionUnknown', `Unknown session ID: ${id}`);
    },
    /** A session with this id that no later request finds. */
    createUnstored: create,
    delete: ({ id }: AuthSession) => sessions.delete(id),
  };
}
