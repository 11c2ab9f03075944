import type { Accounts } from './accounts.ts';
import { json } from './answers.ts';
import { DeleteDeviceBody, readBodyOrEmpty } from './bodies.ts';
import type { Call } from './call.ts';
import type { InteractiveAuth } from './interactive-auth.ts';

/** The devices of an account, as in `synapse/rest/client/devices.py`. */
export function createDevices(accounts: Accounts, requireAuth: InteractiveAuth) {
  return {
    /** The simulation gives devices no name and does not record when they were last seen. */
    listDevices({ accessToken }: Call): Response {
      const { userId } = accounts.authenticate(accessToken);
      const devices = accounts.devicesOf(userId).map(({ deviceId }) => ({
        user_id: userId,
        device_id: deviceId,
        display_name: null,
        last_seen_ts: null,
        last_seen_ip: null,
      }));
      return json(200, { devices });
    },

    /** Responds 200 to an unknown device as well. The caller may delete its own device. */
    deleteDevice(call: Call): Response {
      const { userId } = accounts.authenticate(call.accessToken);
      const { auth } = readBodyOrEmpty(call.text, 'DeleteBody', DeleteDeviceBody);
      requireAuth(userId, auth, call);
      const deviceId = /\/devices\/([^/?]*)/u.exec(call.uri)?.[1] ?? '';
      accounts.deleteDevice(userId, decodeURIComponent(deviceId));
      return json(200, {});
    },
  };
}
