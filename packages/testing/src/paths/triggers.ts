import {
  getNextTransitions,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type EventObject,
} from 'xstate';
import type { AnswerCase, EventCase } from './circumstances.ts';

/** What may happen next to a machine. `name` is what stories call it. */
export type Happening<Real = unknown> = {
  readonly name: string;
  readonly event: EventObject;
} & (
  | { readonly kind: 'event'; readonly real: Real }
  /** An actor is done, with one of its answers. */
  | { readonly kind: 'answer'; readonly actor: string; readonly real: Real }
  /** An actor fails, which only a programming error makes it do. */
  | { readonly kind: 'failure'; readonly actor: string }
  /** A delay is over, by the name that the machine gives it. */
  | { readonly kind: 'delay'; readonly delay: string }
);

/** The circumstances of any machine, whose types nobody knows. */
export interface AnyCircumstances<Real> {
  readonly input: unknown;
  readonly trial?: (snapshot: AnyMachineSnapshot) => number;
  readonly events: readonly EventCase<EventObject, Real>[];
  readonly answers: object;
}

type Answering<Real> = (asked: unknown) => readonly AnswerCase<unknown, Real>[];

const FAILURE = new Error('a programming error');

/**
 * Finds what may happen in a snapshot; of several actors of one kind, to the first. An actor ends also
 * where that changes nothing, while the rest has to be taken. Throws where an actor has no answers that
 * the machine waits for, or two happenings have one name.
 */
export function happeningsOf<Real>({ events, answers }: AnyCircumstances<Real>) {
  const sent = events.map((each): Happening<Real> => ({ kind: 'event', ...each }));

  return (snapshot: AnyMachineSnapshot): Happening<Real>[] => {
    if (snapshot.status !== 'active') return [];
    const types = [...new Set(getNextTransitions(snapshot).map(({ eventType }) => eventType))];
    const isAwaited = (event: EventObject) => types.some((type) => fits(event, type));
    const delays = types.filter((type) => type.startsWith('xstate.after.'));
    const found: Happening<Real>[] = [
      ...sent.filter(({ event }) => snapshot.can(event)),
      ...actorsIn(snapshot).flatMap((actor) => ends<Real>(actor, answers, isAwaited)),
      ...delays.map(delayOver<Real>).filter(({ event }) => snapshot.can(event)),
    ];
    for (const [index, { name }] of found.entries()) {
      if (found.findIndex((each) => each.name === name) < index) {
        throw new Error(`Two things that may happen are called ${name}`);
      }
    }
    return found;
  };
}

function actorsIn(snapshot: AnyMachineSnapshot): AnyActorRef[] {
  const children = Object.values<AnyActorRef | undefined>(snapshot.children);
  const running = children.filter((actor) => actor !== undefined);
  return running.filter(
    ({ src }, index) => running.findIndex((other) => other.src === src) === index,
  );
}

/** How an actor may end, as far as the machine waits for it. */
function ends<Real>(
  actorRef: AnyActorRef,
  answers: object,
  isAwaited: (event: EventObject) => boolean,
): Happening<Real>[] {
  const { id } = actorRef;
  const actor = String(actorRef.src);
  const failed = { type: `xstate.error.actor.${id}`, actorId: id, error: FAILURE };
  const done = { type: `xstate.done.actor.${id}`, actorId: id };
  const failure: Happening<Real> = {
    kind: 'failure',
    name: `${actor} fails`,
    event: failed,
    actor,
  };
  const failures = isAwaited(failed) ? [failure] : [];
  if (!isAwaited(done)) return failures;

  // XState's types do not say what a child is asked and answers: its name joins it to its cases.
  const answering: Answering<Real> | undefined = Reflect.get(answers, actor);
  if (answering === undefined) throw new Error(`${actor} has no answers`);
  const answered = answering(actorRef.getSnapshot().input).map(
    ({ name, output, real }): Happening<Real> => {
      const event = { ...done, output };
      return { kind: 'answer', name, event, actor, real };
    },
  );
  return [...answered, ...failures];
}

/** Of `xstate.after.requestTimeout.addThreepid.adding`, whose state names itself. */
function delayOver<Real>(type: string): Happening<Real> {
  const delay = type.split('.')[2] ?? '';
  return { kind: 'delay', name: `after ${delay}`, event: { type }, delay };
}

/** A type may end in a wildcard. */
function fits(event: EventObject, type: string): boolean {
  return type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type;
}
