import type { AddThreepidBusy, AddThreepidView } from '../add/view.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';
import type { InteractiveAuthView } from '../interactive-auth/view.ts';
import type { Notice } from '../list/context.ts';
import type { ThreepidsView } from '../list/view.ts';
import type { Medium, Threepid } from '../threepid.ts';
import type { FieldName } from '../view-parts/field.ts';

/** The wording of one screen. */
export interface StepMessage {
  readonly heading: string;
  /** What to do now; null if the heading says it all. */
  readonly text: string | null;
  /** What helps if it does not work at once; null for nothing. */
  readonly hint: string | null;
}

/** What the wording of an addition's screen depends on. */
export interface StepInfo {
  readonly medium: Medium;
  /** As the view shows it; empty if the screen has none. */
  readonly address: string;
  /** The address is added automatically when the link is opened. */
  readonly isPolling: boolean;
  /** Another mail or text was sent since the first one. */
  readonly isResent: boolean;
  /** Nothing more can be sent to this address. */
  readonly isResendSpent: boolean;
  /** Enough time has passed for the mail or text to arrive. */
  readonly isOverdue: boolean;
}

/** What the wording of an interactive auth screen depends on. */
export interface AuthStepInfo {
  /** What is being added; null if interactive auth is for another endpoint. */
  readonly address: string | null;
  /** The stage's identifier; empty if the screen has none. */
  readonly stage: string;
}

/** For screens that do not wait for a mail or text. */
const DEFAULT_INFO = {
  address: '',
  isPolling: false,
  isResent: false,
  isResendSpent: false,
  isOverdue: false,
};

/** A step of an addition that has wording of its own; `authenticating` has its interactive auth's. */
export type AddThreepidStep = Exclude<AddThreepidView['step'], 'authenticating'>;

type ByMedium = { readonly [M in Medium]: string };

/** All wording in one language. A language that lacks a message does not compile. */
export interface Messages {
  readonly problems: { readonly [Code in ProblemCode]: (problem: Problem<Code>) => string };
  readonly steps: { readonly [Step in AddThreepidStep]: (info: StepInfo) => StepMessage };
  readonly auth: {
    readonly [Step in InteractiveAuthView['step']]: (info: AuthStepInfo) => StepMessage;
  };
  /** The request in progress, of an addition or a removal. */
  readonly busy: { readonly [Busy in AddThreepidBusy | 'removing' | 'retrying']: string };
  /** Labels of fields. */
  readonly fields: { readonly [Name in FieldName]: ByMedium };
  readonly list: {
    readonly title: ByMedium;
    readonly empty: ByMedium;
    readonly loading: string;
    readonly notice: (notice: Notice) => string;
  };
  readonly removal: {
    readonly heading: (address: string) => string;
    /** What the user loses; more if it is the only one of its medium. */
    readonly text: (info: { readonly medium: Medium; readonly isLast: boolean }) => string;
  };
  /** Labels of buttons. */
  readonly actions: {
    readonly add: ByMedium;
    readonly submit: string;
    readonly proceed: string;
    readonly resend: ByMedium;
    /** Replaces `resend` until then; milliseconds since the epoch. */
    readonly resendAt: (moment: number) => string;
    readonly editAddress: ByMedium;
    readonly confirmAuth: string;
    /** Starts a stage of interactive auth: one of several, or the page of the only one. */
    readonly startStage: (stage: string) => string;
    readonly finishAuth: string;
    readonly retryAuth: string;
    readonly back: string;
    readonly cancel: string;
    readonly remove: string;
    /** For screen readers, which may read the button without its row. */
    readonly removeAddress: (address: string) => string;
    readonly read: string;
    /** The link to the page that manages the account. */
    readonly manageAccount: string;
  };
}

/** Returns the wording of a problem. */
export function problemMessage<Code extends ProblemCode>(
  messages: Messages,
  problem: Problem<Code> & { readonly code: Code },
): string {
  return messages.problems[problem.code](problem);
}

/** Returns the wording of an addition's screen. The step `authenticating` has the wording of `authMessage`. */
export function stepMessage(
  messages: Messages,
  view: Extract<AddThreepidView, { readonly step: AddThreepidStep }>,
): StepMessage {
  return messages.steps[view.step]({ ...DEFAULT_INFO, ...view });
}

/** Returns the wording of an interactive auth screen; `address` is what is being added, null for another endpoint. */
export function authMessage(
  messages: Messages,
  view: InteractiveAuthView,
  address: string | null = null,
): StepMessage {
  return messages.auth[view.step]({ address, stage: 'stage' in view ? view.stage : '' });
}

/** Returns the list's status line: that it is being retried, else what was added or removed last; null for nothing. */
export function listStatus(messages: Messages, view: ThreepidsView): string | null {
  if ('isRetrying' in view && view.isRetrying) return messages.busy.retrying;
  return view.step === 'ready' && view.notice ? messages.list.notice(view.notice) : null;
}

/** Returns a threepid of the list as a screen shows it: a phone number with its plus. */
export function shownThreepid({ medium, address }: Threepid): string {
  return medium === 'email' ? address : `+${address}`;
}
