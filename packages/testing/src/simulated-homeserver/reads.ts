import type { Accounts } from './accounts.ts';
import { json } from './answers.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';

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

/** What a client asks before it changes anything. */
export function createReads({ settings }: Environment, accounts: Accounts) {
  return {
    /** Anyone may ask, but not with an access token that is nobody's. */
    versions({ accessToken }: Call): Response {
      if (accessToken !== null) accounts.authenticate(accessToken);
      return json(200, { versions: VERSIONS, unstable_features: {} });
    },

    /** Of Synapse's capabilities, those that concern an account's threepids and password. */
    capabilities({ accessToken }: Call): Response {
      accounts.authenticate(accessToken);
      return json(200, {
        capabilities: {
          'm.change_password': { enabled: settings.passwordLogin },
          ...(settings.showsChanges && { 'm.3pid_changes': { enabled: settings.changesEnabled } }),
        },
      });
    },

    /** Where accounts are managed, if elsewhere; anyone may ask. */
    authMetadata(): Response {
      return json(200, settings.authMetadata);
    },

    whoami({ accessToken }: Call): Response {
      const { userId, deviceId } = accounts.authenticate(accessToken);
      return json(200, { user_id: userId, is_guest: false, device_id: deviceId });
    },

    listThreepids({ accessToken }: Call): Response {
      const { userId } = accounts.authenticate(accessToken);
      const threepids = accounts
        .threepidsOf(userId)
        .map(({ medium, address, validatedAt, addedAt }) => ({
          medium,
          address,
          validated_at: settings.listsTimes ? validatedAt : 0,
          added_at: settings.listsTimes ? addedAt : 0,
        }));
      return json(200, { threepids });
    },
  };
}
