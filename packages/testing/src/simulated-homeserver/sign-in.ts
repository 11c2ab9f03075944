import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { readBody } from './bodies.ts';
import type { Environment } from './environment.ts';
import { matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { json } from './responses.ts';

const PASSWORD = 'm.login.password';

/** `POST /login`. Each login type reads its own fields. */
const LoginBody = v.looseObject({ type: v.string() });
const UserLoginBody = v.looseObject({
  identifier: v.looseObject({ type: v.literal('m.id.user'), user: v.string() }),
});

/** Login with a password, and logout. Their rate limits are not simulated. */
export function createSignIn({ settings, serverName }: Environment, accounts: Accounts) {
  return {
    loginFlows(): Response {
      const types = [...(settings.passwordLogin ? [PASSWORD] : []), 'm.login.application_service'];
      return json(200, { flows: types.map((type) => ({ type })) });
    },

    login({ text }: IncomingRequest): Response {
      const body = readBody(text, 'LoginBody', LoginBody);
      const { type, password } = body;
      if (type !== PASSWORD) throw invalid('Invalid login submission');
      if (!settings.passwordLogin) {
        throw matrixError(400, 'M_UNKNOWN', 'Password login has been disabled.');
      }
      if (typeof password !== 'string') throw invalid('Bad parameter: password');
      if (!v.is(UserLoginBody, body)) throw invalid('Invalid login submission');
      const { user } = body.identifier;
      if (!accounts.checkPassword(user, password)) {
        throw matrixError(403, 'M_FORBIDDEN', 'Invalid username or password');
      }
      const { accessToken } = accounts.addDevice(user);
      // Throws if the account is locked, so that the client does not get the token.
      const { userId, deviceId } = accounts.authenticate(accessToken);
      return json(200, {
        user_id: userId,
        access_token: accessToken,
        home_server: serverName,
        device_id: deviceId,
      });
    },

    logout({ accessToken }: IncomingRequest): Response {
      accounts.authenticate(accessToken);
      accounts.signOut(accessToken ?? '');
      return json(200, {});
    },
  };
}

function invalid(error: string) {
  return matrixError(400, 'M_INVALID_PARAM', error);
}
