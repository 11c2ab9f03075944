import type { Mail } from '../mailbox.ts';
import { validationMail } from '../mailbox.ts';
import { randomLetters, type Environment } from './environment.ts';
import { DialectError, validationSessionExpired } from './errors.ts';
import type { SessionCredentials, ValidatedThreepid } from './validation.ts';

interface EmailSession extends SessionCredentials {
  readonly address: string;
  sendAttempt: number;
  sentAt: number;
  validatedAt: number | null;
  isUsed: boolean;
  readonly tokens: Map<string, { readonly expiresAt: number; readonly nextLink: string | null }>;
}

export interface EmailTokenRequest {
  /** Canonical. */
  readonly address: string;
  readonly clientSecret: string;
  readonly sendAttempt: number;
  readonly nextLink: string | null;
}

/** Why a mail's link does not validate, in the words of the page that shows it. */
export class LinkError extends Error {}

export type EmailValidation = ReturnType<typeof createEmailValidation>;

/** How often Synapse deletes expired tokens (`synapse/storage/databases/main/registration.py`). */
const DELETION_INTERVAL = 1_800_000;

/** Synapse accepts addresses without a local part or domain, and fails to send to them. */
const DELIVERABLE = /[^@]@[^@]/u;

/** The validation sessions of email addresses. Synapse validates them without an identity server. */
export function createEmailValidation(
  environment: Environment,
  mailbox: { deliver(mail: Mail): void },
) {
  const { clock, random, settings, serverName } = environment;
  const startedAt = clock.now();
  const sessions = new Map<string, EmailSession>();

  /** If links are additional, a validated session is not continued: the request gets a new one. */
  function findContinued({ address, clientSecret }: EmailTokenRequest): EmailSession | undefined {
    return [...sessions.values()].find(
      (session) =>
        (session.validatedAt === null || settings.resentLink === 'replacement') &&
        session.address === address &&
        session.clientSecret === clientSecret &&
        !isExpired(session),
    );
  }

  function isExpired({ sentAt }: EmailSession): boolean {
    return sentAt + settings.sessionLifetime <= clock.now();
  }

  function find({ sid, clientSecret }: SessionCredentials): EmailSession | null {
    const session = sessions.get(sid);
    return session?.clientSecret === clientSecret ? session : null;
  }

  /** Resolves when the mail server has accepted the mail. */
  async function send(address: string, query: Record<string, string>): Promise<void> {
    if (settings.mailServer === 'refusing' || !DELIVERABLE.test(address)) {
      const error = 'An error was encountered when sending the email';
      throw new DialectError('mailNotSent', error);
    }
    const path = '/_matrix/client/unstable/add_threepid/email/submit_token';
    const link = `${environment.baseUrl}${path}?${new URLSearchParams(query).toString()}`;
    mailbox.deliver(validationMail(address, { serverName, link, sentAt: clock.now() }));
  }

  function isDeleted(expiresAt: number): boolean {
    const lastDeletion =
      startedAt + Math.floor((clock.now() - startedAt) / DELETION_INTERVAL) * DELETION_INTERVAL;
    return expiresAt < lastDeletion;
  }

  return {
    /**
     * Sends a mail unless this attempt was made before. Returns the session's `sid`. Concurrent
     * requests do not see each other's session: each sends a mail and creates a session.
     */
    async requestToken(request: EmailTokenRequest): Promise<string> {
      const session = findContinued(request);
      if (session?.isUsed) throw alreadyUsed();
      const isUnvalidated = session !== undefined && session.validatedAt === null;
      if (isUnvalidated && request.sendAttempt <= session.sendAttempt) return session.sid;

      const { address, clientSecret, sendAttempt, nextLink } = request;
      const sid = session?.sid ?? randomLetters(random, 16);
      const token = randomLetters(random, 32);
      // A rejected mail stores nothing, so the client may make the same attempt again.
      await send(address, { token, client_secret: clientSecret, sid });

      const sentAt = clock.now();
      const stored = session ?? newSession({ sid, clientSecret, address, sendAttempt, sentAt });
      Object.assign(stored, { sendAttempt, sentAt });
      if (settings.resentLink === 'replacement') {
        stored.tokens.clear();
        stored.validatedAt = null;
      }
      stored.tokens.set(token, {
        expiresAt: clock.now() + settings.tokenLifetime,
        nextLink: nextLink === null || nextLink === '' ? null : withSid(nextLink, sid),
      });
      sessions.set(sid, stored);
      return sid;
    },

    /** Validates the session. Returns the URL to redirect to, or null. Throws `LinkError`. */
    submitToken({ sid, clientSecret, token }: SessionCredentials & { token: string }) {
      const session = sessions.get(sid);
      if (session === undefined && !settings.inhibitErrors) {
        throw new LinkError('Unknown session_id');
      }
      const stored = session?.tokens.get(token);
      if (session === undefined || stored === undefined || isDeleted(stored.expiresAt)) {
        throw new LinkError('Validation token not found or has expired');
      }
      if (session.clientSecret !== clientSecret) {
        throw new LinkError('This client_secret does not match the provided session_id');
      }
      if (session.validatedAt === null && stored.expiresAt <= clock.now()) {
        throw new LinkError('This token has expired. Please request a new one');
      }
      if (isExpired(session)) throw new LinkError('The verification session has expired');
      session.validatedAt ??= clock.now();
      return stored.nextLink;
    },

    /** Returns null if there is no such session, or its link was not opened. */
    findValidated(credentials: SessionCredentials): ValidatedThreepid | null {
      const session = find(credentials);
      if (session === null) return null;
      if (isExpired(session)) throw validationSessionExpired();
      if (session.isUsed) throw alreadyUsed();
      if (session.validatedAt === null) return null;
      return { medium: 'email', address: session.address, validatedAt: session.validatedAt };
    },

    /** Records that the session added its address. Matters only with `sessionsAddOnce`. */
    markUsed(credentials: SessionCredentials): void {
      const session = find(credentials);
      if (session !== null) session.isUsed = settings.sessionsAddOnce;
    },
  };
}

function newSession(
  session: Omit<EmailSession, 'validatedAt' | 'isUsed' | 'tokens'>,
): EmailSession {
  return { ...session, validatedAt: null, isUsed: false, tokens: new Map() };
}

function alreadyUsed(): DialectError {
  return new DialectError('notValidated', 'The verification session has already been used');
}

/** As Synapse does it: if the URL has a fragment, the `sid` ends up inside the fragment. */
function withSid(nextLink: string, sid: string): string {
  return `${nextLink}${nextLink.includes('?') ? '&' : '?'}sid=${sid}`;
}
