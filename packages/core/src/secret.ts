/**
 * A value that must not be shown or logged: a password, a token, a client secret, a session id.
 *
 * It may be in a machine's context and in events, because JSON, XState's inspection, logs and errors
 * show `[redacted]`. Only the homeserver client and the pending store reveal it. A JavaScript string
 * cannot be erased from memory: a `Secret` keeps it out of sight, no more.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  get isEmpty(): boolean {
    return this.#value === '';
  }

  /** Returns the value, for the one request or the one store that needs it. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toJSON(): string {
    return '[redacted]';
  }

  toString(): string {
    return '[redacted]';
  }
}

/** Returns 128 random bits as hexadecimal digits; older homeservers reject other allowed characters. */
export function generateSecret(random: (length: number) => Uint8Array): Secret {
  const digits = Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0'));
  return new Secret(digits.join(''));
}
