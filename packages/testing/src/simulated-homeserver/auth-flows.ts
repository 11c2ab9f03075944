import type { Accounts } from './accounts.ts';
import type { Environment } from './environment.ts';

export const PASSWORD = 'm.login.password';
export const SINGLE_SIGN_ON = 'm.login.sso';
/** Done on a page of the account's authentication service (MSC4312). */
export const OAUTH = 'm.oauth';

export type AuthFlows = ReturnType<typeof createAuthFlows>;

/**
 * The flows that an account may take: one for each way in which it can prove who it is
 * (`_get_available_ui_auth_types` in `synapse/handlers/auth.py`). Synapse has them in another order
 * after another start.
 */
export function createAuthFlows({ settings }: Environment, accounts: Accounts) {
  return function flowsOf(userId: string): readonly (readonly string[])[] {
    if (settings.authFlows !== null) return settings.authFlows;
    const { hasPassword, signsOnElsewhere } = accounts.waysOf(userId);
    return [
      ...(settings.passwordLogin && hasPassword ? [[PASSWORD]] : []),
      ...(signsOnElsewhere ? [[SINGLE_SIGN_ON]] : []),
    ];
  };
}
