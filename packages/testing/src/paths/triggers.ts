import {
  getNextTransitions,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type EventObject,
} from 'xstate';
import type { EventCase, OutputCase, SnapshotCase } from './model.ts';

/** What may happen next to a machine. `name` is its name in paths. */
export type Trigger<Driver = unknown> = {
  readonly name: string;
  readonly event: EventObject;
} & (
  | { readonly kind: 'event'; readonly driver: Driver }
  /** An actor is done, with one of its outputs. */
  | { readonly kind: 'output'; readonly actor: string; readonly driver: Driver }
  /** A running child reports a snapshot. */
  | { readonly kind: 'snapshot'; readonly actor: string; readonly driver: Driver }
  /** An actor fails, because of a bug. */
  | { readonly kind: 'error'; readonly actor: string }
  /** A delay is over; `delay` is the machine's name for it. */
  | { readonly kind: 'delay'; readonly delay: string }
);

/** A `PathModel` of any machine. */
export interface AnyPathModel<Driver> {
  readonly input: unknown;
  readonly attemptKey?: (snapshot: AnyMachineSnapshot) => string | number;
  readonly isPossible?: (snapshot: AnyMachineSnapshot, trigger: Trigger) => boolean;
  readonly events: readonly EventCase<EventObject, Driver>[];
  readonly outputs: object;
  readonly snapshots?: object;
}

type CasesOf<Case> = (start: unknown, snapshot: AnyMachineSnapshot) => readonly Case[];

const BUG = new Error('a bug');

/**
 * Returns a function that finds the triggers in a snapshot. Of several actors of one kind, only the
 * first has triggers. An output counts even if it changes nothing; everything else has to be enabled.
 * The function throws if the machine awaits an actor without output cases, or two triggers have one name.
 */
export function triggersOf<Driver>(model: AnyPathModel<Driver>) {
  const { isPossible = () => true } = model;
  const sent = model.events.map((each): Trigger<Driver> => ({ kind: 'event', ...each }));

  return (snapshot: AnyMachineSnapshot): Trigger<Driver>[] => {
    if (snapshot.status !== 'active') return [];
    const types = [...new Set(getNextTransitions(snapshot).map(({ eventType }) => eventType))];
    const delays = types.filter((type) => type.startsWith('xstate.after.'));
    const actors = actorsIn(snapshot);
    const found: Trigger<Driver>[] = [
      ...sent.filter(({ event }) => snapshot.can(event)),
      ...actors
        .flatMap((actor) => reportsOf(actor, model, snapshot))
        .filter(({ event }) => snapshot.can(event)),
      ...actors.flatMap((actor) => endsOf(actor, model, snapshot, types)),
      ...delays.map(delayOver<Driver>).filter(({ event }) => snapshot.can(event)),
    ].filter((trigger) => isPossible(snapshot, trigger));
    for (const [index, { name }] of found.entries()) {
      if (found.findIndex((each) => each.name === name) < index) {
        throw new Error(`Two triggers are called ${name}`);
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

/** A promise's input, or a machine's initial context. */
function startOf(actorRef: AnyActorRef): unknown {
  const { input, context } = actorRef.getSnapshot();
  return input ?? context;
}

function reportsOf<Driver>(
  actorRef: AnyActorRef,
  { snapshots = {} }: AnyPathModel<Driver>,
  snapshot: AnyMachineSnapshot,
): Trigger<Driver>[] {
  const actor = String(actorRef.src);
  const casesOf: CasesOf<SnapshotCase<Driver>> | undefined = Reflect.get(snapshots, actor);
  const cases = casesOf?.(startOf(actorRef), snapshot) ?? [];
  return cases.map(({ name, snapshot: reported, driver }): Trigger<Driver> => {
    const event = { type: `xstate.snapshot.${actorRef.id}`, snapshot: reported };
    return { kind: 'snapshot', name, event, actor, driver };
  });
}

/** How an actor may end, as far as the machine waits for it. */
function endsOf<Driver>(
  actorRef: AnyActorRef,
  { outputs }: AnyPathModel<Driver>,
  snapshot: AnyMachineSnapshot,
  types: readonly string[],
): Trigger<Driver>[] {
  const isAwaited = (event: EventObject) => types.some((type) => fits(event, type));
  const { id } = actorRef;
  const actor = String(actorRef.src);
  const failed = { type: `xstate.error.actor.${id}`, actorId: id, error: BUG };
  const done = { type: `xstate.done.actor.${id}`, actorId: id };
  const error: Trigger<Driver> = { kind: 'error', name: `${actor} fails`, event: failed, actor };
  // XState's types do not say what a child starts and ends with: its name joins it to its cases.
  const casesOf: CasesOf<OutputCase<unknown, Driver>> | undefined = Reflect.get(outputs, actor);
  // A wildcard also fits actors that never end, such as one that watches the page.
  const isNamed = types.includes(done.type) || types.includes(failed.type);
  if (casesOf === undefined && !isNamed) return [];
  const errors = isAwaited(failed) ? [error] : [];
  if (!isAwaited(done)) return errors;
  if (casesOf === undefined) throw new Error(`${actor} has no output cases`);
  const ends = casesOf(startOf(actorRef), snapshot).map(
    ({ name, output, driver }): Trigger<Driver> => {
      const event = { ...done, output };
      return { kind: 'output', name, event, actor, driver };
    },
  );
  return [...ends, ...errors];
}

/** Of `xstate.after.requestTimeout.addThreepid.adding`: the delay's name comes before the state's. */
function delayOver<Driver>(type: string): Trigger<Driver> {
  const delay = type.split('.')[2] ?? '';
  return { kind: 'delay', name: `after ${delay}`, event: { type }, delay };
}

/** A type may end in a wildcard. */
function fits(event: EventObject, type: string): boolean {
  return type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type;
}
