import type { Accounts } from './accounts.ts';
import { DeleteDeviceBody, readBodyOrEmpty } from './bodies.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { InteractiveAuth } from './interactive-auth.ts';
import { json } from './responses.ts';

/** The devices of an account, as in `synapse/rest/client/devices.py`. */
export function createDevices(accounts: Accounts, requireAuth: InteractiveAuth) {
  return {
    /** The simulation gives devices no name and does not record when they were last seen. */
    listDevices({ accessToken }: IncomingRequest): Response {
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
    deleteDevice(request: IncomingRequest): Response {
      const { userId } = accounts.authenticate(request.accessToken);
      const { auth } = readBodyOrEmpty(request.text, 'DeleteBody', DeleteDeviceBody);
      requireAuth(userId, auth, request);
      const deviceId = /\/devices\/([^/?]*)/u.exec(request.uri)?.[1] ?? '';
      accounts.deleteDevice(userId, decodeURIComponent(deviceId));
      return json(200, {});
    },
  };
}
