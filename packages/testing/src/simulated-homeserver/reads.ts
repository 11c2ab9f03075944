import type { Accounts } from './accounts.ts';
import type { Environment } from './environment.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { json } from './responses.ts';

const VERSIONS = [
  'r0.0.1',
  'r0.1.0',
  'r0.2.0',
  'r0.3.0',
  'r0.4.0',
  'r0.5.0',
  'r0.6.0',
  'r0.6.1',
  'v1.1',
  'v1.2',
  'v1.3',
  'v1.4',
  'v1.5',
  'v1.6',
  'v1.7',
  'v1.8',
  'v1.9',
  'v1.10',
  'v1.11',
  'v1.12',
  'v1.13',
  'v1.14',
  'v1.15',
];

/** The endpoints that read and change nothing. */
export function createReads({ settings }: Environment, accounts: Accounts) {
  return {
    /** Needs no access token, but rejects an unknown one. */
    versions({ accessToken }: IncomingRequest): Response {
      if (accessToken !== null) accounts.authenticate(accessToken);
      return json(200, { versions: VERSIONS, unstable_features: {} });
    },

    /** Only the capabilities for threepids and the password. */
    capabilities({ accessToken }: IncomingRequest): Response {
      accounts.authenticate(accessToken);
      return json(200, {
        capabilities: {
          'm.change_password': { enabled: settings.passwordLogin },
          ...(settings.hasChangesCapability && {
            'm.3pid_changes': { enabled: settings.changesEnabled },
          }),
        },
      });
    },

    /** Needs no access token. */
    authMetadata(): Response {
      return json(200, settings.authMetadata);
    },

    whoami({ accessToken }: IncomingRequest): Response {
      const { userId, deviceId } = accounts.authenticate(accessToken);
      return json(200, { user_id: userId, is_guest: false, device_id: deviceId });
    },

    listThreepids({ accessToken }: IncomingRequest): Response {
      const { userId } = accounts.authenticate(accessToken);
      const threepids = accounts
        .threepidsOf(userId)
        .map(({ medium, address, validatedAt, addedAt }) => ({
          medium,
          address,
          validated_at: settings.listsTimestamps ? validatedAt : 0,
          added_at: settings.listsTimestamps ? addedAt : 0,
        }));
      return json(200, { threepids });
    },
  };
}
