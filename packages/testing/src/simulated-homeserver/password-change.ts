import type { Accounts } from './accounts.ts';
import { ChangePasswordBody, readBody } from './bodies.ts';
import type { Environment } from './environment.ts';
import { internalServerError, matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { InteractiveAuth } from './interactive-auth.ts';
import { json } from './responses.ts';

/**
 * `PasswordRestServlet` in `synapse/rest/client/account.py`. A reset of a forgotten password, which
 * has no access token, is not simulated.
 */
export function createPasswordChange(
  { settings }: Environment,
  accounts: Accounts,
  requireAuth: InteractiveAuth,
) {
  return {
    changePassword(request: IncomingRequest): Response {
      const body = readBody(request.text, 'PostBody', ChangePasswordBody);
      const { userId, deviceId } = accounts.authenticate(request.accessToken);
      requireAuth(userId, body.auth, request);
      // Synapse 1.163.2 reads an unset variable here. The specification requires the field.
      if (!body.new_password) throw internalServerError();
      if (!settings.passwordLogin)
        throw matrixError(403, 'M_FORBIDDEN', 'Password change disabled');
      accounts.setPassword(userId, body.new_password);
      if (body.logout_devices) accounts.deleteOtherDevices(userId, deviceId);
      return json(200, {});
    },
  };
}
