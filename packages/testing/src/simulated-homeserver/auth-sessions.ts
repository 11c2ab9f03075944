import { RefusedFor } from './answers.ts';
import { randomLetters, type Environment } from './environment.ts';

/** The request that a session is for: it may not change while the session lasts. */
export interface Operation {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
}

export interface AuthSession extends Operation {
  readonly id: string;
  /** Who asked for it. */
  readonly userId: string;
  readonly createdAt: number;
  /**
   * Each completed stage, with the account that it authenticated; null for a stage that names none,
   * empty where it was another account than the one that asked (`complete_sso_ui_auth` in
   * `synapse/handlers/sso.py`).
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
    find(id: string): AuthSession {
      const session = findKnown(id);
      if (session !== null) return session;
      throw new RefusedFor('authSessionUnknown', `Unknown session ID: ${id}`);
    },
    /** A session that is none: nobody opened it, and nobody finds it again. */
    makeUp: create,
    forget: ({ id }: AuthSession) => sessions.delete(id),
  };
}
