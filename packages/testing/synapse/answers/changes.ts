import type { RealWorld } from '../world.ts';

/** What becomes of servers that answered otherwise until then, in this order: each leaves what the next ones need. */
export const changes = {
  'no changes are allowed': ({ restartSynapse }) => restartSynapse({ enable_3pid_changes: false }),
  'no passwords are taken, and nothing is told of others': ({ restartSynapse }) =>
    restartSynapse({
      password_config: { enabled: false },
      request_token_inhibit_3pid_errors: true,
    }),
  'the identity server is down': ({ stopIdentityServer }) => stopIdentityServer(),
  'nothing is sent': ({ restartSynapse }) =>
    restartSynapse({ email: undefined, account_threepid_delegates: undefined }),
} satisfies Record<string, (world: RealWorld) => Promise<void>>;
