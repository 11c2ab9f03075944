import type { Accounts } from './accounts.ts';
import type { Environment } from './environment.ts';

export const PASSWORD = 'm.login.password';
export const SINGLE_SIGN_ON = 'm.login.sso';
/** The user completes it on a page of the account's authentication service (MSC4312). */
export const OAUTH = 'm.oauth';

export type AuthFlows = ReturnType<typeof createAuthFlows>;

/**
 * The flows that interactive auth offers an account: one for its password and one for single sign-on
 * (`_get_available_ui_auth_types` in `synapse/handlers/auth.py`). On Synapse their order may change
 * with a restart.
 */
export function createAuthFlows({ settings }: Environment, accounts: Accounts) {
  return function flowsOf(userId: string): readonly (readonly string[])[] {
    if (settings.authFlows !== null) return settings.authFlows;
    const { hasPassword, usesSingleSignOn } = accounts.authMethodsOf(userId);
    return [
      ...(settings.passwordLogin && hasPassword ? [[PASSWORD]] : []),
      ...(usesSingleSignOn ? [[SINGLE_SIGN_ON]] : []),
    ];
  };
}
