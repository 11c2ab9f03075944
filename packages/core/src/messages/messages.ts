import type { Medium, Threepid } from '../address.ts';
import type { Problem, ProblemCode } from '../homeserver/problem.ts';
import type { Notice } from '../machines/threepids-model.ts';
import type { AddThreepidBusy, AddThreepidView } from '../view/add-threepid-view.ts';
import type { FieldName } from '../view/field.ts';

/** What a screen of an addition is called, and what the person does there. */
export interface StepMessage {
  readonly heading: string;
  /** What to do now; null where the heading says it all. */
  readonly text: string | null;
  /** What helps where it does not work at once; null where there is nothing to know. */
  readonly hint: string | null;
}

/** What is told of a step. */
export interface StepAbout {
  readonly medium: Medium;
  /** As the view shows it; empty where there is none yet. */
  readonly address: string;
  /** The address is added by itself as soon as the link was clicked. */
  readonly isWatching: boolean;
  /** Another mail or text was sent since the first one. */
  readonly isResent: boolean;
  /** Nothing more can be sent to this address. */
  readonly isResendSpent: boolean;
  /** What was sent could have arrived by now. */
  readonly isOverdue: boolean;
  /** Of interactive auth; empty where the step has none. */
  readonly stage: string;
}

/** Of a step that does not wait for a mail or text, and has no stage. */
const NOT_WAITING = {
  stage: '',
  address: '',
  isWatching: false,
  isResent: false,
  isResendSpent: false,
  isOverdue: false,
};

type OfMedium = { readonly [M in Medium]: string };

/** All wording in one language; a missing one does not compile. */
export interface Messages {
  readonly problems: { readonly [Code in ProblemCode]: (problem: Problem<Code>) => string };
  readonly steps: { readonly [Step in AddThreepidView['step']]: (about: StepAbout) => StepMessage };
  /** What is under way, of an addition or a removal. */
  readonly busy: { readonly [Busy in AddThreepidBusy | 'removing' | 'retrying']: string };
  /** Labels of fields. */
  readonly fields: { readonly [Name in FieldName]: OfMedium };
  readonly list: {
    readonly title: OfMedium;
    readonly empty: OfMedium;
    readonly loading: string;
    readonly notice: (notice: Notice) => string;
  };
  readonly removal: {
    readonly heading: (address: string) => string;
    /** What is lost; more so where it is the only one of its medium. */
    readonly text: (about: { readonly medium: Medium; readonly isLast: boolean }) => string;
  };
  /** What buttons say. */
  readonly actions: {
    readonly add: OfMedium;
    readonly submit: string;
    readonly proceed: string;
    readonly resend: OfMedium;
    /** Instead of `resend` until then; milliseconds since the epoch. */
    readonly resendAt: (moment: number) => string;
    readonly editAddress: OfMedium;
    readonly confirmAuth: string;
    /** Leads to a stage of interactive auth: one of several, or the homeserver's page for it. */
    readonly beginAuth: (stage: string) => string;
    readonly finishAuth: string;
    readonly retryAuth: string;
    readonly back: string;
    readonly cancel: string;
    readonly remove: string;
    /** For who hears the button without its row. */
    readonly removeAddress: (address: string) => string;
    readonly read: string;
    /** Of the link to where the account is managed. */
    readonly manageAccount: string;
  };
}

/** What a person reads about a problem. */
export function problemMessage<Code extends ProblemCode>(
  messages: Messages,
  problem: Problem<Code> & { readonly code: Code },
): string {
  return messages.problems[problem.code](problem);
}

/** What a person reads on a screen of an addition. */
export function stepMessage(messages: Messages, view: AddThreepidView): StepMessage {
  return messages.steps[view.step]({ ...NOT_WAITING, ...view });
}

/** How a threepid of the list is written for a person: a phone number with its plus. */
export function threepidShown({ medium, address }: Threepid): string {
  return medium === 'email' ? address : `+${address}`;
}
