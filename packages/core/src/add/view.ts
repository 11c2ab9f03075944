import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { InteractiveAuthActor } from '../interactive-auth/view.ts';
import { Secret } from '../secret.ts';
import type { Medium } from '../threepid.ts';
import { readToken } from '../token-input.ts';
import { commandsOf } from '../view-parts/command.ts';
import { fieldOf, reportOf, type Field, type FieldName, type Report } from '../view-parts/field.ts';
import { viewSources } from '../view-parts/view-source.ts';
import { isPolling, shownAddress } from './context.ts';
import type { addThreepidMachine } from './machine.ts';

/** The actor of one email address or phone number that is being added. */
export interface AddThreepidActor extends ActorRefFrom<typeof addThreepidMachine> {}

/** The request that is in progress. The step's other commands are null meanwhile, except `cancel`. */
export type AddThreepidBusy =
  | 'requestingToken'
  | 'resendingToken'
  | 'submittingToken'
  | 'adding'
  /** `/add` after authentication, which shows whether the link was opened. */
  | 'checking'
  | 'authenticating'
  | 'reconciling';

type Common = {
  readonly medium: Medium;
  readonly busy: AddThreepidBusy | null;
  /** The request in progress has failed so far, and is retried automatically. */
  readonly isRetrying: boolean;
  readonly report: Report | null;
  /** The element that gets the focus when the step or its problem changes; null leaves it. */
  readonly focus: FieldName | 'heading' | null;
};

type Pending = Common & {
  /** What is being added, in the homeserver's format: `alice@example.org`, `+33 6 11 22 33 44`. */
  readonly address: string;
  readonly editAddress: (() => void) | null;
  readonly cancel: (() => void) | null;
};

type Resendable = {
  /** Another mail or text was sent since the first one. */
  readonly isResent: boolean;
  /** Null while another mail or text may not be requested yet. */
  readonly resend: (() => void) | null;
  /** Milliseconds since the epoch from which `resend` is possible; null if it is, or never will be. */
  readonly resendAt: number | null;
  /** Nothing more can be sent to this address, so `resend` stays null. */
  readonly isResendSpent: boolean;
  /** Enough time has passed for the mail or text to arrive: tell the user what may be wrong. */
  readonly isOverdue: boolean;
};

/** What a UI may show and do while a threepid is being added. `step` names the screen. */
export type AddThreepidView =
  | (Common & {
      readonly step: 'editing';
      readonly fields: { readonly address: Field; readonly country: Field | null };
      /** `country` is for phone numbers only: ISO 3166-1 alpha-2. */
      readonly submit: ((address: string, country?: string) => void) | null;
      readonly cancel: (() => void) | null;
    })
  | (Pending &
      Resendable & {
        readonly step: 'validatingByLink';
        /** The address is added automatically when the link is opened. */
        readonly isPolling: boolean;
        readonly proceed: (() => void) | null;
      })
  | (Pending &
      Resendable & {
        readonly step: 'validatingByToken';
        readonly fields: { readonly token: Field };
        readonly submit: ((token: string) => void) | null;
      })
  | (Pending & { readonly step: 'validated'; readonly proceed: (() => void) | null })
  | (Pending & {
      /** The user has to prove who they are: show the view of `auth`, which has its own focus and report. */
      readonly step: 'authenticating';
      readonly auth: InteractiveAuthActor;
    })
  | (Common & { readonly step: 'added'; readonly address: string })
  | (Common & { readonly step: 'cancelled' })
  /** The homeserver allows no changes. */
  | (Common & { readonly step: 'unavailable' })
  /** Cancelled, and it is unknown whether the address was added. */
  | (Common & { readonly step: 'unsettled' })
  /** A bug ended the actor. */
  | (Common & { readonly step: 'failed' });

type Snapshot = SnapshotFrom<typeof addThreepidMachine>;

const BUSY: readonly AddThreepidBusy[] = [
  'requestingToken',
  'resendingToken',
  'submittingToken',
  'adding',
  'checking',
  'authenticating',
  'reconciling',
];

const ENDED = ['cancelled', 'unavailable', 'unsettled'] as const;

function viewOf(actor: AddThreepidActor, snapshot: Snapshot): AddThreepidView {
  const { context } = snapshot;
  const common = {
    medium: context.medium,
    busy: BUSY.find((busy) => snapshot.hasTag(busy)) ?? null,
    isRetrying: snapshot.hasTag('retrying'),
    report: reportOf(context.problem),
    focus: null,
  };
  if (snapshot.status === 'error') {
    return { ...common, step: 'failed', report: reportOf({ code: 'unexpected' }) };
  }
  if (snapshot.matches('added')) {
    return { ...common, step: 'added', address: shownAddress(context) };
  }
  const ended = ENDED.find((state) => snapshot.matches(state));
  if (ended !== undefined) return { ...common, step: ended };

  const command = commandsOf(actor, snapshot);
  const cancel = command({ type: 'flow.cancel' });
  if (snapshot.matches('editing') || snapshot.matches('requestingToken')) {
    return editing(actor, snapshot, { ...common, cancel });
  }
  const pending = {
    ...common,
    address: shownAddress(context),
    editAddress: command({ type: 'address.edit' }),
    cancel,
  };
  const auth = snapshot.children.interactiveAuth;
  if (auth && isAuthenticating(snapshot)) {
    return { ...pending, step: 'authenticating', report: null, auth };
  }
  if (context.session?.isTokenAccepted) {
    const proceed = command({ type: 'validation.continue' });
    return { ...pending, step: 'validated', focus: 'heading', proceed };
  }
  return context.session?.submitUrl != null
    ? validatingByToken(actor, snapshot, pending)
    : validatingByLink(actor, snapshot, pending);
}

function isAuthenticating(snapshot: Snapshot): boolean {
  return (
    snapshot.matches({ adding: 'authenticating' }) || snapshot.matches({ adding: 'submitting' })
  );
}

function editing(
  actor: AddThreepidActor,
  snapshot: Snapshot,
  common: Common & { readonly cancel: (() => void) | null },
): AddThreepidView {
  const { medium, typed, problem } = snapshot.context;
  const isEmail = medium === 'email';
  const kind = isEmail ? 'email' : 'phone';
  const fields = {
    address: fieldOf(actor.id, 'address', kind, problem, typed.address),
    country: isEmail ? null : fieldOf(actor.id, 'country', 'country', problem, typed.country),
  };
  return {
    ...common,
    step: 'editing',
    report: reportOf(problem, 'address', 'country'),
    focus: fields.country?.problem ? 'country' : 'address',
    fields,
    submit: commandsOf(actor, snapshot)(
      { type: 'address.submit', address: '', country: '' },
      (address: string, country = '') => ({ type: 'address.submit', address, country }),
    ),
  };
}

function validatingByLink(
  actor: AddThreepidActor,
  snapshot: Snapshot,
  pending: Pending,
): AddThreepidView {
  return {
    ...pending,
    ...resendable(actor, snapshot),
    step: 'validatingByLink',
    focus: 'heading',
    isPolling: isPolling(snapshot.context),
    proceed: commandsOf(actor, snapshot)({ type: 'validation.continue' }),
  };
}

function validatingByToken(
  actor: AddThreepidActor,
  snapshot: Snapshot,
  pending: Pending,
): AddThreepidView {
  const { medium, problem } = snapshot.context;
  const kind = medium === 'email' ? 'token' : 'textedToken';
  return {
    ...pending,
    ...resendable(actor, snapshot),
    step: 'validatingByToken',
    report: reportOf(problem, 'token'),
    focus: 'token',
    fields: { token: fieldOf(actor.id, 'token', kind, problem) },
    submit: commandsOf(actor, snapshot)(
      { type: 'token.submit', token: new Secret('') },
      (token: string) => ({ type: 'token.submit', token: new Secret(readToken(token)) }),
    ),
  };
}

function resendable(actor: AddThreepidActor, snapshot: Snapshot): Resendable {
  const { session, isOverdue } = snapshot.context;
  const isCoolingDown = snapshot.matches({ validating: { resend: 'coolingDown' } });
  return {
    isResent: (session?.sendAttempt ?? 1) > 1,
    resend: commandsOf(actor, snapshot)({ type: 'token.resend' }),
    resendAt: isCoolingDown ? (session?.resendAt ?? null) : null,
    isResendSpent: snapshot.matches({ validating: { resend: 'spent' } }),
    isOverdue,
  };
}

/**
 * Returns the view source of one addition: `getSnapshot()` is its view, `subscribe` reports changes.
 * For adapters and for a UI without one.
 */
export const addThreepidView = viewSources(viewOf);

/**
 * Returns the key of the busy message that a command's button shows; null if the button is not busy.
 * The button that started a request shows its progress.
 */
export function busyOf(
  { busy, isRetrying }: Pick<AddThreepidView, 'busy' | 'isRetrying'>,
  command: 'submit' | 'resend',
): AddThreepidBusy | 'retrying' | null {
  if (busy === null || (command === 'resend') !== (busy === 'resendingToken')) return null;
  return isRetrying ? 'retrying' : busy;
}
