/** How interactive auth differs between homeservers. `docs/protocol/servers.md` has the sources. */
export interface AuthDialect {
  /**
   * The response to an `auth` with a session and no stage. `accept`: the completed stages of the
   * session count. `challenge`: another 401, even if a flow is complete. `malformed`: 400.
   */
  sessionOnly: 'accept' | 'challenge' | 'malformed';
  /**
   * The response to an unknown stage. `login`: handles it as a login of that type, which reads the
   * user first. `challenge`: another 401. `malformed`: 400.
   */
  unknownStage: 'login' | 'challenge' | 'malformed';
  /** `challenge`: another 401 with the error. `forbidden`: 403 without session and flows. */
  wrongPassword: 'challenge' | 'forbidden';
  /** Whether an unknown or missing session is handled as one in which no stage is completed. */
  acceptsUnknownSession: boolean;
  /** Whether a completed session authorizes more than one request. */
  keepsCompletedSession: boolean;
  /** When a 401 has `completed`. It is null for an unknown session. */
  includesCompleted: 'after an attempt' | 'if not empty' | 'always';
  /** Whether a 401 has `params: null`. */
  nullParams: boolean;
}

/** Synapse 1.163.2. */
export const SYNAPSE_AUTH: Readonly<AuthDialect> = {
  sessionOnly: 'accept',
  unknownStage: 'login',
  wrongPassword: 'challenge',
  acceptsUnknownSession: false,
  keepsCompletedSession: true,
  includesCompleted: 'after an attempt',
  nullParams: false,
};
