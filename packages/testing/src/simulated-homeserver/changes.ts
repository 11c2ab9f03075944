import type { Accounts, Threepid } from './accounts.ts';
import { canonicalEmail } from './addresses.ts';
import { internalServerError, json, RefusedFor, refusal } from './answers.ts';
import { AddBody, DeleteBody, readBody } from './bodies.ts';
import type { Call } from './call.ts';
import { changesDisabled } from './disabled.ts';
import type { EmailValidation } from './email-validation.ts';
import type { Environment } from './environment.ts';
import type { InteractiveAuth } from './interactive-auth.ts';
import type { PhoneValidation } from './phone-validation.ts';

interface Parts {
  readonly accounts: Accounts;
  readonly emails: EmailValidation;
  readonly phones: PhoneValidation;
  readonly requireAuth: InteractiveAuth;
}

/** What changes the threepids of an account, with the order of checks of `synapse/rest/client/account.py`. */
export function createChanges(
  { settings }: Environment,
  { accounts, emails, phones, requireAuth }: Parts,
) {
  /** Whatever is not a validated email session is asked of the phone delegate. Synapse stumbles over an empty `sid`. */
  function findValidated(credentials: { sid: string; clientSecret: string }) {
    if (credentials.sid === '') throw internalServerError();
    const email = settings.mailServer === 'unconfigured' ? null : emails.validated(credentials);
    if (email !== null || settings.phoneDelegate === 'unconfigured') return email;
    return phones.validated(credentials);
  }

  /** Whether an identity server gave the threepid up: the named one, or the one that it was bound to. */
  function unbind(userId: string, threepid: Threepid, idServer: string | null): boolean {
    const isKnown = idServer !== null && idServer !== '';
    if (!isKnown && !accounts.isBound(userId, threepid)) return false;
    if (settings.identityServer === 'down') {
      throw refusal(500, 'M_UNKNOWN', 'Failed to remove threepid');
    }
    accounts.unbind(userId, threepid);
    return true;
  }

  return {
    /** Whoever holds a validated session may add its threepid. */
    addThreepid(call: Call): Response {
      if (!settings.changesEnabled) throw changesDisabled();
      const { userId } = accounts.authenticate(call.accessToken);
      const { sid, client_secret, auth } = readBody(call.text, 'PostBody', AddBody);
      requireAuth(userId, auth, call);
      const credentials = { sid, clientSecret: client_secret };
      const validated = findValidated(credentials);
      if (validated === null) {
        throw new RefusedFor('notValidated', 'No validated 3pid session found');
      }
      emails.spend(credentials);
      const owner = accounts.ownerOf(validated);
      if (owner !== null && owner !== userId && !settings.takesFromOthers) {
        throw refusal(400, 'M_THREEPID_IN_USE', 'Already in use');
      }
      accounts.addThreepid(userId, validated, validated.validatedAt);
      return json(200, {});
    },

    /** Says 200 as well where there is nothing to delete, and compares phone numbers letter by letter. */
    deleteThreepid(call: Call): Response {
      if (!settings.changesEnabled) throw changesDisabled();
      const { medium, address, id_server } = readBody(call.text, 'PostBody', DeleteBody);
      const { userId } = accounts.authenticate(call.accessToken);
      const unbound = unbind(userId, { medium, address }, id_server);
      const canonical = medium === 'email' ? canonicalEmail(address) : address;
      if (canonical === null) {
        throw refusal(400, 'M_UNKNOWN', 'Unable to parse email address');
      }
      accounts.removeThreepid(userId, { medium, address: canonical });
      const result = { id_server_unbind_result: unbound ? 'success' : 'no-support' };
      return json(200, settings.tellsUnbinding ? result : {});
    },
  };
}
