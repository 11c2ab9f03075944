/** What homeservers of different makes do differently while they ask who is there; `docs/protocol/servers.md` has the sources. */
export interface AuthDialect {
  /**
   * An `auth` that names a session and no stage: what was completed in the session counts, or it is
   * asked for again all the same, or the request is malformed.
   */
  sessionAlone: 'counts' | 'asks again' | 'malformed';
  /** A stage that the homeserver does not know: a login of that type, whose account is read first; nothing; or malformed. */
  unknownStage: 'a login' | 'nothing' | 'malformed';
  /** Another 401, which says so, or a 403, which no session and no flow is in. */
  wrongPassword: 'asks again' | 'refused';
  /** Whether a session that is not known, or none, is taken as it is: with nothing completed in it. */
  takesAnySession: boolean;
  /** Whether a session counts after it let a request pass. */
  keepsCompleted: boolean;
  /** Where a 401 has `completed`, which is null of a session that is not known. */
  tellsCompleted: 'after an attempt' | 'where there is any' | 'always';
  /** Whether a 401 has `params: null`. */
  nullParams: boolean;
}

/** Synapse 1.163.2. */
export const SYNAPSE_AUTH: Readonly<AuthDialect> = {
  sessionAlone: 'counts',
  unknownStage: 'a login',
  wrongPassword: 'asks again',
  takesAnySession: false,
  keepsCompleted: true,
  tellsCompleted: 'after an attempt',
  nullParams: false,
};
