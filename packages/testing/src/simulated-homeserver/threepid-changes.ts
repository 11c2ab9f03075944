import type { Accounts, Threepid } from './accounts.ts';
import { canonicalEmail } from './addresses.ts';
import { AddBody, DeleteBody, readBody } from './bodies.ts';
import type { EmailValidation } from './email-validation.ts';
import type { Environment } from './environment.ts';
import { changesDisabled, DialectError, internalServerError, matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { InteractiveAuth } from './interactive-auth.ts';
import type { PhoneValidation } from './phone-validation.ts';
import { json } from './responses.ts';

interface Parts {
  readonly accounts: Accounts;
  readonly emails: EmailValidation;
  readonly phones: PhoneValidation;
  readonly requireAuth: InteractiveAuth;
}

/** Adds and removes threepids, with the order of checks of `synapse/rest/client/account.py`. */
export function createThreepidChanges(
  { settings }: Environment,
  { accounts, emails, phones, requireAuth }: Parts,
) {
  /**
   * Looks the session up at the phone delegate unless it is a validated email session. Synapse fails
   * on an empty `sid`.
   */
  function findValidated(credentials: { sid: string; clientSecret: string }) {
    if (credentials.sid === '') throw internalServerError();
    const email = settings.mailServer === 'unconfigured' ? null : emails.findValidated(credentials);
    if (email !== null || settings.phoneDelegate === 'unconfigured') return email;
    return phones.findValidated(credentials);
  }

  /** Returns whether an identity server removed the binding: the given one, or the one that has it. */
  function unbind(userId: string, threepid: Threepid, idServer: string | null): boolean {
    const hasIdServer = idServer !== null && idServer !== '';
    if (!hasIdServer && !accounts.isBound(userId, threepid)) return false;
    if (settings.identityServer === 'down') {
      throw matrixError(500, 'M_UNKNOWN', 'Failed to remove threepid');
    }
    accounts.unbind(userId, threepid);
    return true;
  }

  return {
    /** Does not check which account requested the validation session. */
    addThreepid(request: IncomingRequest): Response {
      if (!settings.changesEnabled) throw changesDisabled();
      const { userId } = accounts.authenticate(request.accessToken);
      const { sid, client_secret, auth } = readBody(request.text, 'PostBody', AddBody);
      requireAuth(userId, auth, request);
      const credentials = { sid, clientSecret: client_secret };
      const validated = findValidated(credentials);
      if (validated === null) {
        throw new DialectError('notValidated', 'No validated 3pid session found');
      }
      emails.markUsed(credentials);
      const owner = accounts.ownerOf(validated);
      if (owner !== null && owner !== userId && !settings.movesFromOtherAccounts) {
        throw matrixError(400, 'M_THREEPID_IN_USE', 'Already in use');
      }
      accounts.addThreepid(userId, validated, validated.validatedAt);
      return json(200, {});
    },

    /** Responds 200 also if the account has no such threepid. Compares phone numbers as strings. */
    deleteThreepid(request: IncomingRequest): Response {
      if (!settings.changesEnabled) throw changesDisabled();
      const { medium, address, id_server } = readBody(request.text, 'PostBody', DeleteBody);
      const { userId } = accounts.authenticate(request.accessToken);
      const unbound = unbind(userId, { medium, address }, id_server);
      const canonical = medium === 'email' ? canonicalEmail(address) : address;
      if (canonical === null) {
        throw matrixError(400, 'M_UNKNOWN', 'Unable to parse email address');
      }
      accounts.removeThreepid(userId, { medium, address: canonical });
      const result = { id_server_unbind_result: unbound ? 'success' : 'no-support' };
      return json(200, settings.returnsUnbindResult ? result : {});
    },
  };
}
