import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { json, refusal } from './answers.ts';
import { readBody } from './bodies.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';

const PASSWORD = 'm.login.password';

/** `POST /login`; what a way to sign in needs besides is read by that way. */
const LoginBody = v.looseObject({ type: v.string() });
const Identified = v.looseObject({
  identifier: v.looseObject({ type: v.literal('m.id.user'), user: v.string() }),
});

/** Signing in with a password, and out. Its limits are left out. */
export function createSignIn({ settings, serverName }: Environment, accounts: Accounts) {
  return {
    loginFlows(): Response {
      const types = [...(settings.passwordLogin ? [PASSWORD] : []), 'm.login.application_service'];
      return json(200, { flows: types.map((type) => ({ type })) });
    },

    login({ text }: Call): Response {
      const body = readBody(text, 'LoginBody', LoginBody);
      const { type, password } = body;
      if (type !== PASSWORD) throw invalid('Invalid login submission');
      if (!settings.passwordLogin) {
        throw refusal(400, 'M_UNKNOWN', 'Password login has been disabled.');
      }
      if (typeof password !== 'string') throw invalid('Bad parameter: password');
      if (!v.is(Identified, body)) throw invalid('Invalid login submission');
      const { user } = body.identifier;
      if (!accounts.isPassword(user, password)) {
        throw refusal(403, 'M_FORBIDDEN', 'Invalid username or password');
      }
      const { accessToken } = accounts.addDevice(user);
      // Refuses a locked account, whose token then nobody gets.
      const { userId, deviceId } = accounts.authenticate(accessToken);
      return json(200, {
        user_id: userId,
        access_token: accessToken,
        home_server: serverName,
        device_id: deviceId,
      });
    },

    logout({ accessToken }: Call): Response {
      accounts.authenticate(accessToken);
      accounts.signOut(accessToken ?? '');
      return json(200, {});
    },
  };
}

function invalid(error: string) {
  return refusal(400, 'M_INVALID_PARAM', error);
}
