import type { InteractiveAuthView, Problem } from '@threepid/core';
import type { createAuthApp } from './client-parts.ts';
import type { Driver } from './driver.ts';
import { offers, problemIn } from './view.ts';

export const PASSWORD = 'm.login.password';
export const SINGLE_SIGN_ON = 'm.login.sso';
export const OAUTH = 'm.oauth';
/** The one stage that the app has a handler for. */
export const CAPTCHA = 'm.login.recaptcha';
export const DUMMY = 'm.login.dummy';

/** Passwords in the events of a model. The drivers type the account's own password for the right one. */
export const RIGHT = 'right';
export const WRONG = 'wrong-guess';

/** An interactive auth's view in short. */
export interface AuthScreen {
  readonly step: InteractiveAuthView['step'];
  readonly isBusy: boolean;
  readonly problem: Problem['code'] | null;
  /** A page of the homeserver is open. */
  readonly isOpen: boolean;
  readonly mayFinish: boolean;
  readonly mayRetry: boolean;
}

export function authScreen(view: InteractiveAuthView): AuthScreen {
  return {
    step: view.step,
    isBusy: view.isBusy,
    problem: problemIn(view)?.code ?? null,
    isOpen: 'isOpen' in view && view.isOpen,
    mayFinish: offers(view, 'finish'),
    mayRetry: offers(view, 'retry'),
  };
}

export type AuthDriver = Driver<AuthSubject, AuthScreen>;

/** A running interactive auth, of an addition or of an endpoint of its own. */
export interface AuthSubject {
  readonly progress: AuthProgress;
  readonly app: Pick<ReturnType<typeof createAuthApp>, 'answerCaptcha' | 'whilePopupsAreBlocked'>;
  view(): InteractiveAuthView;
  /** Responds to the request in flight. */
  respond(response: AuthReply): Promise<void>;
  /** The user acts: automatic requests count from here. */
  act(): void;
}

/** A response with this body, or none. */
export type AuthReply = { readonly status: number; readonly body: object } | 'connectionLost';

export type AuthProgress = ReturnType<typeof createAuthProgress>;

/** How far the user and the homeserver are, as they would say. */
export function createAuthProgress() {
  return {
    /** The session of the last challenge. */
    session: none(),
    /** How many sessions the homeserver has started. */
    sessions: 0,
    /** The stage that the user submitted last, while the homeserver has not accepted it. */
    stage: none(),
    /** The last challenge offers several stages. */
    mayChoose: false,
    /** The last challenge said that a whole flow is completed. */
    isFlowComplete: false,
    /** The captcha was submitted since the user's last act. */
    isCaptchaSubmitted: false,
    /** Requests for interactive auth alone since the user's last act. */
    automaticRequests: 0,
  };
}

function none(): string | null {
  return null;
}
