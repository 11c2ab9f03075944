import { getShortestPaths } from '@xstate/graph';
import type {
  ActorLogic,
  AnyMachineSnapshot,
  AnyStateMachine,
  EventObject,
  OutputFrom,
  StateValue,
} from 'xstate';
import type { PathModel } from './model.ts';
import type { AnyPathModel, Trigger } from './triggers.ts';
import { createMap, type MachineMap, type Place } from './map.ts';

export interface Step<Driver = unknown, Output = unknown> {
  readonly trigger: Trigger<Driver>;
  readonly from: Place<Output>;
  readonly to: Place<Output>;
  /** The states on the way, the last one included: some are left at once. */
  readonly through: readonly StateValue[];
}

/** A sequence of triggers, and where each leads. */
export interface Path<Driver = unknown, Output = unknown> {
  /** `address.submit → sent → flow.cancel` */
  readonly name: string;
  readonly steps: readonly Step<Driver, Output>[];
}

/** More edges than any machine has that a reader can understand. */
const LIMIT = 100_000;

/**
 * Returns the shortest paths that together take every trigger in every place of the machine: each
 * candidate of each event in each state, each output, report and error of each actor, each delay.
 *
 * Throws if an event of the machine has no case, an actor no output cases, or two cases have one name.
 */
export function pathsOf<Machine extends AnyStateMachine, Driver>(
  machine: Machine,
  model: PathModel<Machine, Driver>,
): Path<Driver, OutputFrom<Machine>>[] {
  return find(machine, model);
}

/** Of any machine, because XState's types allow no more. */
function find<Driver, Output>(
  machine: AnyStateMachine,
  model: AnyPathModel<Driver>,
): Path<Driver, Output>[] {
  const missing = machine.events.filter(
    (type) => !type.startsWith('xstate.') && !model.events.some(({ event }) => event.type === type),
  );
  if (missing.length > 0) throw new Error(`No case for ${missing.join(', ')}`);

  const map = createMap<Driver, Output>(machine, model);
  const sequences = shortestSequences(map);
  /** By the name of the path that ends with it, so that paths with the same beginning share its steps. */
  const taken = new Map<
    string,
    { readonly step: Step<Driver, Output>; readonly after: AnyMachineSnapshot }
  >();
  return withoutBeginnings(sequences).map((sequence) => {
    let snapshot: AnyMachineSnapshot = map.start;
    const steps = sequence.map((trigger, index): Step<Driver, Output> => {
      const name = nameOf(sequence.slice(0, index + 1));
      const known = taken.get(name) ?? takeStep(map, snapshot, trigger);
      taken.set(name, known);
      snapshot = known.after;
      return known.step;
    });
    return { name: nameOf(sequence), steps };
  });
}

/** The triggers of the shortest path to each step that any place allows. */
function shortestSequences<Driver, Output>(map: MachineMap<Driver, Output>): Trigger<Driver>[][] {
  const logic: ActorLogic<AnyMachineSnapshot, EventObject> = {
    getInitialSnapshot: () => map.start,
    getPersistedSnapshot: (snapshot) => snapshot,
    transition: (snapshot, event) => map.follow(snapshot, map.triggerOf(event)).at(-1) ?? snapshot,
  };
  const found = getShortestPaths(logic, {
    fromState: map.start,
    limit: LIMIT,
    events: (snapshot) => map.triggers(snapshot).map(({ event }) => event),
    serializeEvent: (event) => map.triggerOf(event).name,
    // The step that leads to a place is part of the key, so that the shortest paths take every step.
    serializeState: (snapshot, event, before) => {
      const { key } = map.place(snapshot);
      if (before === undefined || event === undefined) return key;
      return `${map.place(before).key} ${map.triggerOf(event).name} ${key}`;
    },
  });
  return found.map(({ steps }) => steps.slice(1).map(({ event }) => map.triggerOf(event)));
}

function takeStep<Driver, Output>(
  map: MachineMap<Driver, Output>,
  snapshot: AnyMachineSnapshot,
  trigger: Trigger<Driver>,
) {
  const passed = map.follow(snapshot, trigger);
  const after = passed.at(-1) ?? snapshot;
  const through = passed.map(({ value }) => value);
  const step = { trigger, from: map.place(snapshot), to: map.place(after), through };
  return { step, after };
}

function withoutBeginnings<Driver>(sequences: readonly (readonly Trigger<Driver>[])[]) {
  const beginnings = new Set(sequences.map((sequence) => nameOf(sequence.slice(0, -1))));
  return sequences.filter((sequence) => sequence.length > 0 && !beginnings.has(nameOf(sequence)));
}

function nameOf(sequence: readonly Trigger[]): string {
  return sequence.map(({ name }) => name).join(' → ');
}
