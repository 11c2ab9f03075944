import { fromCallback, fromPromise } from 'xstate';
import type { AuthData, AuthPage, AuthResponse, StageParams } from './homeserver/homeserver.ts';
import type { AppStage, AppStageOutput, InteractiveAuthEvent } from './interactive-auth/machine.ts';
import { nextStage, type AuthProgress } from './interactive-auth/stages.ts';
import { Secret } from './secret.ts';

/**
 * Does a stage of interactive auth, such as a captcha in a dialog of the app. Resolves with the fields
 * that `auth` needs besides `type` and `session`; rejects if the stage was not completed. The signal is
 * aborted when the user leaves the stage.
 */
export type AuthStageHandler = (request: {
  readonly stage: string;
  /** What the homeserver sends about the stage in `params`. */
  readonly params: StageParams;
  readonly signal: AbortSignal;
}) => Promise<Readonly<Record<string, unknown>>>;

export type AuthStages = Readonly<Partial<Record<string, AuthStageHandler>>>;

/** Opens a page and calls back when the user has finished or closed it. Returns a function that closes it; null if it did not open. */
export type OpenFallback = (url: string, onDone: () => void) => (() => void) | null;

export interface AuthEnvironment {
  readonly authStages: AuthStages;
  readonly openFallback: OpenFallback;
}

/** Leaving the state that makes the request aborts the signal. */
export function request<Input, Output>(
  send: (input: Input, signal: AbortSignal) => Promise<Output>,
) {
  return fromPromise<Output, Input>(({ input, signal }) => send(input, signal));
}

/** Calls a function of the app. What it throws must not end the actor that calls it. */
export function attempt(run: (() => void) | null | undefined): void {
  try {
    run?.();
  } catch {
    // The app's own error. Nothing here depends on it.
  }
}

/** The implementations of an interactive auth machine, for `provide`. */
export function authImplementations<Result, Payload>(
  send: (
    input: { readonly payload: Payload; readonly auth: AuthData | null },
    signal: AbortSignal,
  ) => Promise<AuthResponse<Result>>,
  urlOf: (page: AuthPage) => string,
  { authStages, openFallback }: AuthEnvironment,
) {
  return {
    actors: {
      request: request(send),
      appStage: request((stage: AppStage, signal) => runAppStage(authStages, stage, signal)),
      authPage: fromCallback<InteractiveAuthEvent, AuthPage>(({ input, sendBack }) => {
        let close: (() => void) | null = null;
        try {
          close = openFallback(urlOf(input), () => sendBack({ type: 'auth.finish' }));
        } catch {
          // Whatever failed, no page is open.
        }
        if (close === null) sendBack({ type: 'popup.block' });
        return () => attempt(close);
      }),
    },
    guards: {
      isAppStage: ({ context }: { readonly context: { readonly auth: AuthProgress | null } }) =>
        Object.hasOwn(authStages, nextStage(context.auth) ?? ''),
    },
  };
}

/** The handler's fields go into one request and are kept nowhere; its errors may contain secrets, so they are dropped. */
async function runAppStage(
  authStages: AuthStages,
  { stage, params }: AppStage,
  signal: AbortSignal,
): Promise<AppStageOutput> {
  try {
    const fields: unknown = await authStages[stage]?.({ stage, params, signal });
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return { type: 'finished', fields: new Secret(JSON.stringify(fields)) };
    }
  } catch {
    // Handled below, like a result of another type.
  }
  return { type: 'refused', problem: { code: 'authStageFailed' } };
}
