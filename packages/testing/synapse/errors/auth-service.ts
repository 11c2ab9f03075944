import { text } from 'node:stream/consumers';
import type { Account } from '../../test/test-homeserver.ts';
import type { Settings } from '../homeserver-config.ts';
import { startHttpServer } from '../http-server.ts';

/** The parts of Matrix Authentication Service that Synapse uses: token introspection and the account management URL. */
export interface AuthService {
  /** Settings of a Synapse whose accounts this service owns. */
  readonly settings: Settings;
  /** Makes the account's access token valid here. */
  addAccount(account: Account): void;
  close(): Promise<void>;
}

export async function startAuthService(): Promise<AuthService> {
  const usernames = new Map<string, string>();
  const server = await startHttpServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
    const username = usernames.get(new URLSearchParams(await text(request)).get('token') ?? '');
    const bodies: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer: `${server.url}/`,
        account_management_uri: `${server.url}/account/`,
        account_management_actions_supported: ['org.matrix.profile'],
      },
      '/oauth2/introspect':
        username === undefined
          ? { active: false }
          : { active: true, username, scope: 'urn:matrix:client:api:*' },
    };
    const body = bodies[pathname];
    response
      .writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(body ?? {}));
  });
  return {
    settings: {
      matrix_authentication_service: { enabled: true, endpoint: server.url, secret: 'secret' },
      password_config: { enabled: false },
      cas_config: undefined,
      enable_3pid_changes: false,
    },
    addAccount({ userId, accessToken }) {
      const [username = ''] = userId.slice(1).split(':');
      usernames.set(accessToken, username);
    },
    close: server.close,
  };
}
