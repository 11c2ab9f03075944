import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { Medium } from '../address.ts';
import { addressShown, isResendSpent, isWatching } from '../machines/add-threepid-model.ts';
import type { addThreepidMachine } from '../machines/add-threepid.ts';
import { nextStage, nextStages } from '../machines/auth-stages.ts';
import { Secret } from '../secret.ts';
import { field, reportOf, type Field, type FieldName, type Report } from './field.ts';
import { viewSources } from './view-source.ts';

/** One email address or phone number that is being added. */
export interface AddThreepidActor extends ActorRefFrom<typeof addThreepidMachine> {}

/** A request that is under way; the commands of the step are null meanwhile, but for `cancel`. */
export type AddThreepidBusy =
  | 'requestingToken'
  | 'resendingToken'
  | 'submittingToken'
  | 'adding'
  /** Authenticated already: whether the link was opened shows in being added. */
  | 'checking'
  | 'authenticating'
  | 'reconciling';

type EveryStep = {
  readonly medium: Medium;
  readonly busy: AddThreepidBusy | null;
  /** What is under way came to nothing so far; the same is asked again in a moment. */
  readonly isRetrying: boolean;
  readonly report: Report | null;
  /** Where the focus goes when the step or its problem changes; null leaves it where it is. */
  readonly focus: FieldName | 'heading' | null;
};

type Waiting = EveryStep & {
  /** What is being added, as the homeserver writes it: `alice@example.org`, `+33 6 11 22 33 44`. */
  readonly address: string;
  readonly editAddress: (() => void) | null;
  readonly cancel: (() => void) | null;
};

type Resendable = {
  /** Another mail or text was sent since the first one. */
  readonly isResent: boolean;
  /** Null while another mail or text may not be asked for yet. */
  readonly resend: (() => void) | null;
  /** Milliseconds since the epoch from which `resend` will be there; null where there is nothing to wait for. */
  readonly resendAt: number | null;
  /** Nothing more can be sent to this address: no `resend` will come back. */
  readonly isResendSpent: boolean;
  /** What was sent could have arrived by now, so that it is time to say what may be the matter. */
  readonly isOverdue: boolean;
};

/** What a UI may show and do while a threepid is being added; `step` tells which screen. */
export type AddThreepidView =
  | (EveryStep & {
      readonly step: 'editing';
      readonly fields: { readonly address: Field; readonly country: Field | null };
      /** `country` counts for a phone number alone: ISO 3166-1 alpha-2. */
      readonly submit: ((address: string, country?: string) => void) | null;
      readonly cancel: (() => void) | null;
    })
  | (Waiting &
      Resendable & {
        readonly step: 'validatingByLink';
        /** The address is added by itself as soon as the link was clicked. */
        readonly isWatching: boolean;
        readonly proceed: (() => void) | null;
      })
  | (Waiting &
      Resendable & {
        readonly step: 'validatingByToken';
        readonly fields: { readonly token: Field };
        readonly submit: ((token: string) => void) | null;
      })
  | (Waiting & { readonly step: 'validated'; readonly proceed: (() => void) | null })
  | (Waiting & {
      readonly step: 'authenticating';
      /** Whose password is asked for; for a hidden field with `autocomplete="username"`. */
      readonly userId: string;
      readonly fields: { readonly password: Field };
      /** Takes the password exactly as typed; clear the field when handing it over. */
      readonly submit: ((password: string) => void) | null;
      readonly back: (() => void) | null;
    })
  | (Waiting & {
      readonly step: 'authChoosing';
      /** The ways in which the person may confirm that it is them; the password first. */
      readonly choices: readonly AuthChoice[];
      readonly back: (() => void) | null;
    })
  | (Waiting & {
      /** A page of the homeserver has to be opened, in a window of its own. */
      readonly step: 'authFallback';
      readonly stage: string;
      /** To be called by a click itself, or browsers block the window. */
      readonly open: (() => void) | null;
      readonly isOpen: boolean;
      /** The person says that they have done it; null before it was opened. */
      readonly finish: (() => void) | null;
      readonly back: (() => void) | null;
    })
  | (Waiting & {
      /** The app itself does the stage, by its handler in `authStages`. */
      readonly step: 'authHandled';
      readonly stage: string;
      /** Null while the handler is at it. */
      readonly retry: (() => void) | null;
      readonly back: (() => void) | null;
    })
  | (Waiting & { readonly step: 'authUnsupported'; readonly back: (() => void) | null })
  | (EveryStep & { readonly step: 'added'; readonly address: string })
  | (EveryStep & { readonly step: 'cancelled' })
  | (EveryStep & { readonly step: 'failed' });

/** One way in which the person may confirm that it is them. */
export interface AuthChoice {
  /** Of interactive auth: `m.login.password`. */
  readonly stage: string;
  readonly choose: () => void;
}

type Snapshot = SnapshotFrom<typeof addThreepidMachine>;

/** The states that are called like what they do. */
const BUSY = [
  'requestingToken',
  'resendingToken',
  'submittingToken',
  'adding',
  'reconciling',
] as const satisfies readonly AddThreepidBusy[];

type AuthState =
  | 'offering'
  | 'password'
  | 'submitting'
  | 'fallback'
  | 'checking'
  | 'handled'
  | 'handing'
  | 'completing'
  | 'unsupported';

function isAuthenticating(snapshot: Snapshot, ...states: AuthState[]): boolean {
  return states.some((state) => snapshot.matches({ authenticating: state }));
}

function busyIn(snapshot: Snapshot): AddThreepidBusy | null {
  if (isAuthenticating(snapshot, 'submitting', 'checking', 'handing')) return 'authenticating';
  if (isAuthenticating(snapshot, 'completing')) return 'adding';
  if (snapshot.matches('cancelling')) return 'reconciling';
  const { session } = snapshot.context;
  const isLink = session?.submitUrl === null;
  if (snapshot.matches('adding') && isLink && isWatching(snapshot.context)) return 'checking';
  return BUSY.find((state) => snapshot.matches(state)) ?? null;
}

/** A code is copied with blanks around or inside, which no homeserver takes. */
function withoutBlanks(token: string): string {
  return token.replace(/\s+/gu, '');
}

function view(actor: AddThreepidActor, snapshot: Snapshot): AddThreepidView {
  const { context } = snapshot;
  const { medium, typed, userId, problem, session, auth } = context;
  const busy = busyIn(snapshot);
  const every = {
    medium,
    busy,
    isRetrying: snapshot.hasTag('pausing'),
    report: reportOf(problem),
  };
  const quiet = { ...every, focus: null };
  /** What a step offers is null while a request is under way. */
  const offer = <Command>(command: Command) => (busy === null ? command : null);
  const make = (kind: Parameters<typeof field>[2], name: FieldName, value?: string) =>
    field(actor.id, name, kind, problem, value);

  if (snapshot.status === 'error') {
    return { ...quiet, step: 'failed', report: reportOf({ code: 'unexpected' }) };
  }
  if (snapshot.matches('cancelled') || snapshot.matches('unsettled')) {
    return { ...quiet, step: 'cancelled' };
  }
  const address = addressShown(context);
  if (snapshot.matches('added')) return { ...quiet, step: 'added', address };

  const cancel = snapshot.matches('cancelling') ? null : () => actor.send({ type: 'flow.cancel' });
  if (snapshot.matches('editing') || snapshot.matches('requestingToken')) {
    const fields = {
      address: make(medium === 'email' ? 'email' : 'phone', 'address', typed.address),
      country: medium === 'email' ? null : make('country', 'country', typed.country),
    };
    return {
      ...every,
      report: reportOf(problem, 'address', 'country'),
      step: 'editing',
      focus: fields.country?.problem ? 'country' : 'address',
      fields,
      submit: offer((value, country = '') =>
        actor.send({ type: 'address.submit', address: value, country }),
      ),
      cancel,
    };
  }

  const waiting = {
    ...every,
    address,
    editAddress: offer(() => actor.send({ type: 'address.edit' })),
    cancel,
  };
  const back = offer(() => actor.send({ type: 'auth.cancel' }));
  const stage = nextStage(auth) ?? '';
  const isAt = (...states: AuthState[]) => isAuthenticating(snapshot, ...states);
  if (isAt('unsupported')) return { ...waiting, step: 'authUnsupported', focus: 'heading', back };
  if (isAt('offering')) {
    const choices = (auth ? nextStages(auth) : []).map((stage) => ({
      stage,
      choose: () => actor.send({ type: 'auth.choose', stage }),
    }));
    return { ...waiting, step: 'authChoosing', focus: 'heading', choices, back };
  }
  if (isAt('fallback', 'checking')) {
    return {
      ...waiting,
      step: 'authFallback',
      focus: 'heading',
      stage,
      open: offer(() => actor.send({ type: 'auth.open' })),
      isOpen: snapshot.matches({ authenticating: { fallback: 'opened' } }),
      finish: snapshot.matches({ authenticating: { fallback: 'unopened' } })
        ? null
        : offer(() => actor.send({ type: 'auth.finish' })),
      back,
    };
  }
  if (isAt('handled', 'handing')) {
    const isOver = snapshot.matches({ authenticating: { handled: 'failed' } });
    const retry = isOver ? () => actor.send({ type: 'auth.retry' }) : null;
    return { ...waiting, step: 'authHandled', focus: 'heading', stage, retry, back };
  }
  if (isAt('password', 'submitting')) {
    return {
      ...waiting,
      report: reportOf(problem, 'password'),
      step: 'authenticating',
      focus: 'password',
      userId,
      fields: { password: make('password', 'password') },
      submit: offer((password) =>
        actor.send({ type: 'auth.submit', password: new Secret(password) }),
      ),
      back,
    };
  }

  const proceed = offer(() => actor.send({ type: 'validation.continue' }));
  if (session?.isTokenAccepted) return { ...waiting, step: 'validated', focus: 'heading', proceed };
  const isSpent = isResendSpent(context);
  const isReady = snapshot.matches({ validating: { resend: 'ready' } });
  const isCoolingDown = snapshot.matches({ validating: { resend: 'coolingDown' } });
  const resendable = {
    isResent: (session?.sendAttempt ?? 1) > 1,
    resend: isReady && !isSpent ? () => actor.send({ type: 'token.resend' }) : null,
    resendAt: isCoolingDown && !isSpent ? (session?.resendAt ?? null) : null,
    isResendSpent: isSpent,
    isOverdue: context.isOverdue,
  };
  if (session?.submitUrl != null) {
    return {
      ...waiting,
      ...resendable,
      report: reportOf(problem, 'token'),
      step: 'validatingByToken',
      focus: 'token',
      fields: { token: make(medium === 'email' ? 'token' : 'textedToken', 'token') },
      submit: offer((token) =>
        actor.send({ type: 'token.submit', token: new Secret(withoutBlanks(token)) }),
      ),
    };
  }
  return {
    ...waiting,
    ...resendable,
    step: 'validatingByLink',
    focus: 'heading',
    isWatching: isWatching(context),
    proceed,
  };
}

/** The view of one addition, for adapters and whoever draws a UI without one. */
export const addThreepidView = viewSources(view);
