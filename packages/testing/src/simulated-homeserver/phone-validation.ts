import type { TextMessage } from '../phone.ts';
import { validationText } from '../phone.ts';
import type { PhoneNumber } from './addresses.ts';
import { internalServerError, RefusedFor } from './answers.ts';
import { randomDigits, type Environment } from './environment.ts';
import { sessionExpired, type SessionCredentials, type ValidatedThreepid } from './validation.ts';

interface PhoneSession extends SessionCredentials {
  readonly msisdn: string;
  readonly code: string;
  requestedAt: number;
  validated: boolean;
}

export type PhoneValidation = ReturnType<typeof createPhoneValidation>;

/** How long after the last text a session is good, before and after its code was entered. */
const SESSION_LIFETIME = 86_400_000;

/**
 * The phone delegate: an identity server that behaves as Sydent 2.6.1 does, observed through
 * Synapse 1.163.2, which passes its answers on or hides them.
 */
export function createPhoneValidation(
  { clock, random, settings }: Environment,
  phone: { deliver(message: TextMessage): void },
) {
  const sessions = new Map<string, PhoneSession>();

  function reach(): void {
    if (settings.phoneDelegate === 'down') throw internalServerError();
  }

  /** The number and the secret always lead to the same session, even a validated one. */
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
    /** Sends a text each time, whatever the `send_attempt`, always with the session's one code. */
    requestToken({ msisdn, international }: PhoneNumber, clientSecret: string) {
      reach();
      const session = sessionFor(msisdn, clientSecret);
      session.requestedAt = clock.now();
      phone.deliver(validationText(msisdn, session.code, clock.now()));
      return { success: true, sid: session.sid, msisdn, intl_fmt: international };
    },

    submitToken({ token, ...credentials }: SessionCredentials & { token: string }) {
      reach();
      const session = find(credentials);
      const error = 'Error contacting the identity server';
      if (session !== null && isExpired(session)) throw new RefusedFor('codeExpired', error);
      if (session?.code !== token) throw new RefusedFor('codeWrong', error);
      session.validated = true;
      return { success: true };
    },

    /** Null where there is no such session, or its code was never entered. */
    validated(credentials: SessionCredentials): ValidatedThreepid | null {
      reach();
      const session = find(credentials);
      if (session === null || !session.validated) return null;
      if (isExpired(session)) throw sessionExpired();
      return { medium: 'msisdn', address: session.msisdn, validatedAt: session.requestedAt };
    },
  };
}
