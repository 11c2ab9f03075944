import type { TextMessage } from '../phone.ts';
import { validationText } from '../phone.ts';
import type { PhoneNumber } from './addresses.ts';
import { randomDigits, type Environment } from './environment.ts';
import { DialectError, validationSessionExpired, internalServerError } from './errors.ts';
import type { SessionCredentials, ValidatedThreepid } from './validation.ts';

interface PhoneSession extends SessionCredentials {
  readonly msisdn: string;
  readonly code: string;
  requestedAt: number;
  validated: boolean;
}

export type PhoneValidation = ReturnType<typeof createPhoneValidation>;

/** How long a session lasts after its last text, validated or not. In milliseconds. */
const SESSION_LIFETIME = 86_400_000;

/**
 * The phone delegate: an identity server that behaves like Sydent 2.6.1, as observed through Synapse
 * 1.163.2. Synapse passes its responses on, or hides them.
 */
export function createPhoneValidation(
  { clock, random, settings }: Environment,
  phone: { deliver(message: TextMessage): void },
) {
  const sessions = new Map<string, PhoneSession>();

  function assertReachable(): void {
    if (settings.phoneDelegate === 'down') throw internalServerError();
  }

  /** One number and secret always have the same session, even after it was validated. */
  function sessionFor(msisdn: string, clientSecret: string): PhoneSession {
    const existing = [...sessions.values()].find(
      (session) => session.msisdn === msisdn && session.clientSecret === clientSecret,
    );
    if (existing !== undefined) return existing;
    const session = {
      sid: randomDigits(random, 9),
      clientSecret,
      msisdn,
      code: randomDigits(random, 6),
      requestedAt: clock.now(),
      validated: false,
    };
    sessions.set(session.sid, session);
    return session;
  }

  function find({ sid, clientSecret }: SessionCredentials): PhoneSession | null {
    const session = sessions.get(sid);
    return session?.clientSecret === clientSecret ? session : null;
  }

  function isExpired({ requestedAt }: PhoneSession): boolean {
    return requestedAt + SESSION_LIFETIME < clock.now();
  }

  return {
    /** Ignores `send_attempt`: sends a text for every request. All texts of a session have the same code. */
    requestToken({ msisdn, international }: PhoneNumber, clientSecret: string) {
      assertReachable();
      const session = sessionFor(msisdn, clientSecret);
      session.requestedAt = clock.now();
      phone.deliver(validationText(msisdn, session.code, clock.now()));
      return { success: true, sid: session.sid, msisdn, intl_fmt: international };
    },

    submitToken({ token, ...credentials }: SessionCredentials & { token: string }) {
      assertReachable();
      const session = find(credentials);
      const error = 'Error contacting the identity server';
      if (session !== null && isExpired(session)) throw new DialectError('codeExpired', error);
      if (session?.code !== token) throw new DialectError('codeWrong', error);
      session.validated = true;
      return { success: true };
    },

    /** Returns null if there is no such session, or the right code was never submitted. */
    findValidated(credentials: SessionCredentials): ValidatedThreepid | null {
      assertReachable();
      const session = find(credentials);
      if (session === null || !session.validated) return null;
      if (isExpired(session)) throw validationSessionExpired();
      return { medium: 'msisdn', address: session.msisdn, validatedAt: session.requestedAt };
    },
  };
}
