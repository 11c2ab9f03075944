import type { Subscription } from 'xstate';
import type { Problem } from '../homeserver/problem.ts';
import { Secret } from '../secret.ts';
import { commandsOf } from '../view-parts/command.ts';
import { fieldOf, reportOf, type Field, type FieldName, type Report } from '../view-parts/field.ts';
import { viewSources } from '../view-parts/view-source.ts';
import type { InteractiveAuthEvent } from './machine.ts';
import { nextStage, nextStages, type AuthProgress } from './stages.ts';

/** The parts of a snapshot that the view needs; written by hand, because snapshots differ by their endpoint's result. */
interface Snapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly value: unknown;
  readonly context: {
    readonly elementId: string;
    readonly userId: string;
    readonly auth: AuthProgress | null;
    readonly problem: Problem | null;
  };
  hasTag(tag: 'waiting' | 'submitting'): boolean;
  can(event: InteractiveAuthEvent): boolean;
}

/** The actor that authenticates the user for one request, whatever the endpoint. */
export interface InteractiveAuthActor {
  readonly id: string;
  getSnapshot(): Snapshot;
  subscribe(observer: { next: () => void; error: () => void; complete: () => void }): Subscription;
  send(event: InteractiveAuthEvent): void;
  /** Makes the first request. Has no effect on an actor that runs already. */
  start(): unknown;
}

type Common = {
  /** A proof was submitted, and the request is in progress. */
  readonly isBusy: boolean;
  readonly report: Report | null;
  /** The element that gets the focus when the step or its problem changes; null leaves it. */
  readonly focus: FieldName | 'heading' | null;
  /** Goes back: to the other stages if the homeserver offers several, else out of authentication. */
  readonly back: (() => void) | null;
};

/** What a UI may show and do while the user proves who they are. `step` names the screen. */
export type InteractiveAuthView =
  /** The request is in progress and needs nothing from the user. */
  | (Common & { readonly step: 'requesting' })
  | (Common & {
      readonly step: 'choosingStage';
      /** The stages that the homeserver offers, the password first. */
      readonly choices: readonly StageChoice[];
    })
  | (Common & {
      readonly step: 'password';
      /** The account, for a hidden field with `autocomplete="username"`. */
      readonly userId: string;
      readonly fields: { readonly password: Field };
      /** Takes the password exactly as typed. Clear the field when you call it. */
      readonly submit: ((password: string) => void) | null;
    })
  | (Common & {
      /** The user does the stage on a page, in a window of its own. */
      readonly step: 'fallback';
      readonly stage: string;
      /** Call it from the click itself, or browsers block the window. */
      readonly open: (() => void) | null;
      readonly isOpen: boolean;
      /** The user says that they have finished; null before the first `open`. */
      readonly finish: (() => void) | null;
    })
  | (Common & {
      /** The app does the stage with its handler in `authStages`. */
      readonly step: 'appStage';
      readonly stage: string;
      /** Null while the handler runs. */
      readonly retry: (() => void) | null;
    })
  | (Common & { readonly step: 'unsupported' })
  /** The endpoint itself responded. */
  | (Common & { readonly step: 'settled' })
  /** The request failed; `report` says why. */
  | (Common & { readonly step: 'refused' })
  | (Common & { readonly step: 'cancelled' })
  /** Cancelled during a request, which may have been carried out. */
  | (Common & { readonly step: 'interrupted' })
  /** A bug ended the actor. */
  | (Common & { readonly step: 'failed' });

export interface StageChoice {
  /** The stage's identifier: `m.login.password`. */
  readonly stage: string;
  readonly choose: () => void;
}

/** Steps without data of their own. */
const PLAIN = ['unsupported', 'settled', 'refused', 'cancelled', 'interrupted'] as const;

function viewOf(actor: InteractiveAuthActor, snapshot: Snapshot): InteractiveAuthView {
  const { elementId, userId, auth, problem } = snapshot.context;
  const command = commandsOf<InteractiveAuthEvent>(actor, snapshot);
  const common = {
    isBusy: snapshot.hasTag('submitting'),
    report: reportOf(problem),
    focus: 'heading',
    back: command({ type: 'auth.cancel' }),
  } as const;
  if (snapshot.status === 'error') {
    return { ...common, step: 'failed', back: null, report: reportOf({ code: 'unexpected' }) };
  }
  const { value } = snapshot;
  const state = typeof value === 'string' ? value : Object.keys(value ?? {})[0];
  const stage = nextStage(auth) ?? '';
  switch (state) {
    case 'choosingStage': {
      const choices = nextStages(auth ?? { flows: [], completed: [], session: null });
      return {
        ...common,
        step: state,
        choices: choices.map((each) => ({
          stage: each,
          choose: () => actor.send({ type: 'auth.choose', stage: each }),
        })),
      };
    }
    case 'password':
      return {
        ...common,
        step: state,
        report: reportOf(problem, 'password'),
        focus: 'password',
        userId,
        fields: { password: fieldOf(elementId, 'password', 'password', problem) },
        submit: command({ type: 'auth.submit', password: new Secret('') }, (password: string) => ({
          type: 'auth.submit',
          password: new Secret(password),
        })),
      };
    case 'fallback':
      return {
        ...common,
        step: state,
        stage,
        open: command({ type: 'auth.open' }),
        isOpen: snapshot.can({ type: 'popup.block' }),
        finish: command({ type: 'auth.finish' }),
      };
    case 'appStage':
      return { ...common, step: state, stage, retry: command({ type: 'auth.retry' }) };
    default: {
      const step = PLAIN.find((each) => each === state);
      return step === undefined
        ? { ...common, step: 'requesting', focus: null }
        : { ...common, step };
    }
  }
}

/**
 * Returns the view source of an interactive auth: `getSnapshot()` is its view, `subscribe` reports
 * changes. For adapters and for a UI without one.
 */
export const interactiveAuthView = viewSources(viewOf);

/**
 * Starts an interactive auth, for an adapter that mounts its screen. Has no effect on an actor that runs
 * or has ended: XState would start an ended one again and report its end to the parent a second time.
 */
export function startInteractiveAuth(actor: InteractiveAuthActor): void {
  if (actor.getSnapshot().status === 'active') actor.start();
}
