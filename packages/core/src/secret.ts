/**
 * A value that nobody may see: a password, a token, a client secret, a session id.
 *
 * It can live in a machine's context and in events, because whatever prints it (JSON, inspection,
 * a log, an error) shows `[redacted]`. Only the homeserver client and the pending store reveal it.
 * A JavaScript string cannot be wiped from memory: a `Secret` keeps it out of sight, no more.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Whether there is nothing in it. */
  get isEmpty(): boolean {
    return this.#value === '';
  }

  /** The value itself, for the one request or the one store that needs it. */
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

/** 128 bits, hexadecimal since older homeservers stumble over the rest of the grammar. */
export function drawSecret(random: (length: number) => Uint8Array): Secret {
  const digits = Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0'));
  return new Secret(digits.join(''));
}
