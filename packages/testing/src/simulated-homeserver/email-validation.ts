import type { Mail } from '../mailbox.ts';
import { validationMail } from '../mailbox.ts';
import { RefusedFor } from './answers.ts';
import { randomLetters, type Environment } from './environment.ts';
import { sessionExpired, type SessionCredentials, type ValidatedThreepid } from './validation.ts';

interface EmailSession extends SessionCredentials {
  readonly address: string;
  sendAttempt: number;
  sentAt: number;
  validatedAt: number | null;
  isSpent: boolean;
  readonly tokens: Map<string, { readonly expiresAt: number; readonly nextLink: string | null }>;
}

export interface EmailTokenRequest {
  /** Canonical. */
  readonly address: string;
  readonly clientSecret: string;
  readonly sendAttempt: number;
  readonly nextLink: string | null;
}

/** Why a mail's link validates nothing, in the words of the page that says so. */
export class LinkRefused extends Error {}

export type EmailValidation = ReturnType<typeof createEmailValidation>;

/** How often Synapse throws expired tokens away (`synapse/storage/databases/main/registration.py`). */
const CULL_INTERVAL = 1_800_000;

/** What Synapse writes to; it accepts addresses that lack a part. */
const DELIVERABLE = /[^@]@[^@]/u;

/** The validation sessions of email addresses, which Synapse keeps itself. */
export function createEmailValidation(
  environment: Environment,
  mailbox: { deliver(mail: Mail): void },
) {
  const { clock, random, settings, serverName } = environment;
  const startedAt = clock.now();
  const sessions = new Map<string, EmailSession>();

  /** Where links add up, only a session that is not validated yet is continued: after that, the same key has a new one. */
  function continued({ address, clientSecret }: EmailTokenRequest): EmailSession | undefined {
    return [...sessions.values()].find(
      (session) =>
        (session.validatedAt === null || settings.resentLink === 'the only one') &&
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

  /** Resolves once the mail server has taken the mail. */
  async function send(address: string, query: Record<string, string>): Promise<void> {
    if (settings.mailServer === 'refusing' || !DELIVERABLE.test(address)) {
      const error = 'An error was encountered when sending the email';
      throw new RefusedFor('mailNotSent', error);
    }
    const path = '/_matrix/client/unstable/add_threepid/email/submit_token';
    const link = `${environment.baseUrl}${path}?${new URLSearchParams(query).toString()}`;
    mailbox.deliver(validationMail(address, { serverName, link, sentAt: clock.now() }));
  }

  function isCulled(expiresAt: number): boolean {
    const lastCull =
      startedAt + Math.floor((clock.now() - startedAt) / CULL_INTERVAL) * CULL_INTERVAL;
    return expiresAt < lastCull;
  }

  return {
    /**
     * Sends a mail unless this attempt was made before; answers the session's `sid`. Requests that
     * come together do not see each other's session: each sends a mail and has a session of its own.
     */
    async requestToken(request: EmailTokenRequest): Promise<string> {
      const session = continued(request);
      if (session?.isSpent) throw spent();
      const isUnvalidated = session !== undefined && session.validatedAt === null;
      if (isUnvalidated && request.sendAttempt <= session.sendAttempt) return session.sid;

      const { address, clientSecret, sendAttempt, nextLink } = request;
      const sid = session?.sid ?? randomLetters(random, 16);
      const token = randomLetters(random, 32);
      // A mail that is refused leaves no trace, so the same attempt may be made again.
      await send(address, { token, client_secret: clientSecret, sid });

      const sentAt = clock.now();
      const stored = session ?? newSession({ sid, clientSecret, address, sendAttempt, sentAt });
      Object.assign(stored, { sendAttempt, sentAt });
      if (settings.resentLink === 'the only one') {
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

    /** Validates the session; answers where to send the browser, if anywhere. Throws LinkRefused. */
    submitToken({ sid, clientSecret, token }: SessionCredentials & { token: string }) {
      const session = sessions.get(sid);
      if (session === undefined && !settings.inhibitErrors) {
        throw new LinkRefused('Unknown session_id');
      }
      const stored = session?.tokens.get(token);
      if (session === undefined || stored === undefined || isCulled(stored.expiresAt)) {
        throw new LinkRefused('Validation token not found or has expired');
      }
      if (session.clientSecret !== clientSecret) {
        throw new LinkRefused('This client_secret does not match the provided session_id');
      }
      if (session.validatedAt === null && stored.expiresAt <= clock.now()) {
        throw new LinkRefused('This token has expired. Please request a new one');
      }
      if (isExpired(session)) throw new LinkRefused('The verification session has expired');
      session.validatedAt ??= clock.now();
      return stored.nextLink;
    },

    /** Null where there is no such session or nobody opened its link. */
    validated(credentials: SessionCredentials): ValidatedThreepid | null {
      const session = find(credentials);
      if (session === null) return null;
      if (isExpired(session)) throw sessionExpired();
      if (session.isSpent) throw spent();
      if (session.validatedAt === null) return null;
      return { medium: 'email', address: session.address, validatedAt: session.validatedAt };
    },

    /** It was added with, once and for all where sessions are spent; elsewhere it is good as before. */
    spend(credentials: SessionCredentials): void {
      const session = find(credentials);
      if (session !== null) session.isSpent = settings.spendsSessions;
    },
  };
}

function newSession(
  session: Omit<EmailSession, 'validatedAt' | 'isSpent' | 'tokens'>,
): EmailSession {
  return { ...session, validatedAt: null, isSpent: false, tokens: new Map() };
}

function spent(): RefusedFor {
  return new RefusedFor('notValidated', 'The verification session has already been used');
}

/** Put together as Synapse does it: in an address with a fragment, the `sid` lands inside the fragment. */
function withSid(nextLink: string, sid: string): string {
  return `${nextLink}${nextLink.includes('?') ? '&' : '?'}sid=${sid}`;
}
