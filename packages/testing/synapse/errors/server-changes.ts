import type { RealHomeserver } from '../open-synapse.ts';
import type { AuthService } from './auth-service.ts';

/** The real servers, and a service that can own their accounts. */
export interface RealServers extends RealHomeserver {
  readonly authService: AuthService;
}

const UNLIMITED = { per_second: 1000, burst_count: 1000 };

/** Changes of the running servers. They happen in this order, and each keeps what the next ones need. */
export const serverChanges = {
  'no changes are allowed': ({ restartSynapse }) => restartSynapse({ enable_3pid_changes: false }),
  'no password may be tried': ({ restartSynapse }) =>
    restartSynapse({
      rc_login: {
        address: UNLIMITED,
        account: UNLIMITED,
        failed_attempts: { per_second: 0.003, burst_count: 0 },
      },
    }),
  'no passwords are taken, and errors are inhibited': ({ restartSynapse }) =>
    restartSynapse({
      password_config: { enabled: false },
      request_token_inhibit_3pid_errors: true,
    }),
  'the identity server is down': ({ stopIdentityServer }) => stopIdentityServer(),
  'nothing is sent, and a captcha is required': ({ restartSynapse }) =>
    restartSynapse({
      email: undefined,
      account_threepid_delegates: undefined,
      password_config: { enabled: false },
      modules: [{ module: 'captcha.Captcha' }],
    }),
  'an auth service owns the accounts': ({ restartSynapse, authService }) =>
    restartSynapse(authService.settings),
} satisfies Record<string, (servers: RealServers) => Promise<void>>;
