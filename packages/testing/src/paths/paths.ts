import { getShortestPaths } from '@xstate/graph';
import type { AnyMachineSnapshot, AnyStateMachine, OutputFrom, StateValue } from 'xstate';
import type { Circumstances } from './circumstances.ts';
import type { AnyCircumstances, Happening } from './happenings.ts';
import { createMap, type Place } from './map.ts';

export interface Step<Real = unknown, Output = unknown> {
  readonly happening: Happening<Real>;
  readonly from: Place<Output>;
  readonly to: Place<Output>;
  /** The states on the way, the last one included: some are left at once. */
  readonly through: readonly StateValue[];
}

/** A story: what happens to a machine, one after the other, and where each leads. */
export interface Path<Real = unknown, Output = unknown> {
  /** `address.submit → sent → flow.cancel` */
  readonly name: string;
  readonly steps: readonly Step<Real, Output>[];
}

/** More edges than any machine has that a person can read. */
const LIMIT = 100_000;

/**
 * The shortest stories that together try everything that may happen, wherever the machine may be:
 * each candidate of each event in each state, each answer and failure of each actor, each delay.
 *
 * Throws where an event of the machine has no case, an actor no answers, or two cases have one name.
 */
export function pathsOf<Machine extends AnyStateMachine, Real>(
  machine: Machine,
  circumstances: Circumstances<Machine, Real>,
): Path<Real, OutputFrom<Machine>>[] {
  return find(machine, circumstances);
}

/** Of any machine: XState's types ask for no more. */
function find<Real, Output>(
  machine: AnyStateMachine,
  circumstances: AnyCircumstances<Real>,
): Path<Real, Output>[] {
  const missing = machine.events.filter(
    (type) =>
      !type.startsWith('xstate.') && !circumstances.events.some(({ event }) => event.type === type),
  );
  if (missing.length > 0) throw new Error(`No case for ${missing.join(', ')}`);

  const map = createMap<Real, Output>(machine, circumstances);
  const found = getShortestPaths(machine, {
    fromState: map.start,
    limit: LIMIT,
    events: (snapshot) => map.happenings(snapshot).map(({ event }) => event),
    serializeEvent: (event) => map.named(event).name,
    // By the step that leads there as well, so that the shortest paths try every step.
    serializeState: (snapshot, event, before) => {
      const { key } = map.place(snapshot);
      if (before === undefined || event === undefined) return key;
      return `${map.place(before).key} ${map.named(event).name} ${key}`;
    },
  });
  const stories = found.map(({ steps }) => steps.slice(1).map(({ event }) => map.named(event)));
  /** By the name of the story that ends with it, so that stories that begin alike share what they begin with. */
  const taken = new Map<
    string,
    { readonly step: Step<Real, Output>; readonly after: AnyMachineSnapshot }
  >();
  return withoutBeginnings(stories).map((story) => {
    let snapshot: AnyMachineSnapshot = map.start;
    const steps = story.map((happening, index): Step<Real, Output> => {
      const name = nameOf(story.slice(0, index + 1));
      const known = taken.get(name) ?? takeStep(map, snapshot, happening);
      taken.set(name, known);
      snapshot = known.after;
      return known.step;
    });
    return { name: nameOf(story), steps };
  });
}

function takeStep<Real, Output>(
  map: ReturnType<typeof createMap<Real, Output>>,
  snapshot: AnyMachineSnapshot,
  happening: Happening<Real>,
) {
  const passed = map.follow(snapshot, happening);
  const after = passed.at(-1) ?? snapshot;
  const through = passed.map(({ value }) => value);
  const step = { happening, from: map.place(snapshot), to: map.place(after), through };
  return { step, after };
}

function withoutBeginnings<Real>(stories: readonly (readonly Happening<Real>[])[]) {
  const beginnings = new Set(stories.map((story) => nameOf(story.slice(0, -1))));
  return stories.filter((story) => story.length > 0 && !beginnings.has(nameOf(story)));
}

function nameOf(story: readonly Happening[]): string {
  return story.map(({ name }) => name).join(' → ');
}
