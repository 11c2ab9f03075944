import { refusal } from './answers.ts';
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

  return {
    open(userId: string, { method, uri }: Operation): AuthSession {
      const id = randomLetters(random, 24);
      const createdAt = clock.now();
      const session = { id, userId, method, uri, createdAt, completed: new Map() };
      sessions.set(id, session);
      return session;
    },
    find(id: string): AuthSession {
      const session = sessions.get(id);
      if (session === undefined || session.createdAt + SESSION_LIFETIME <= clock.now()) {
        throw refusal(400, 'M_UNKNOWN', `Unknown session ID: ${id}`);
      }
      return session;
    },
    forget: ({ id }: AuthSession) => sessions.delete(id),
  };
}
