import type { RealWorld } from '../world.ts';
import type { AuthService } from './auth-service.ts';

/** The real servers, and where accounts may live instead. */
export interface Servers extends RealWorld {
  readonly authService: AuthService;
}

const ANY_NUMBER = { per_second: 1000, burst_count: 1000 };

/** What becomes of servers that answered otherwise until then, in this order: each leaves what the next ones need. */
export const changes = {
  'no changes are allowed': ({ restartSynapse }) => restartSynapse({ enable_3pid_changes: false }),
  'no password may be tried': ({ restartSynapse }) =>
    restartSynapse({
      rc_login: {
        address: ANY_NUMBER,
        account: ANY_NUMBER,
        failed_attempts: { per_second: 0.003, burst_count: 0 },
      },
    }),
  'no passwords are taken, and nothing is told of others': ({ restartSynapse }) =>
    restartSynapse({
      password_config: { enabled: false },
      request_token_inhibit_3pid_errors: true,
    }),
  'the identity server is down': ({ stopIdentityServer }) => stopIdentityServer(),
  'nothing is sent, and a captcha is asked for': ({ restartSynapse }) =>
    restartSynapse({
      email: undefined,
      account_threepid_delegates: undefined,
      password_config: { enabled: false },
      modules: [{ module: 'captcha.Captcha' }],
    }),
  'the accounts live elsewhere': ({ restartSynapse, authService }) =>
    restartSynapse(authService.settings),
} satisfies Record<string, (servers: Servers) => Promise<void>>;
