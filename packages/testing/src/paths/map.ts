import {
  createEmptyActor,
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type StateValue,
} from 'xstate';
import { triggersOf, type AnyPathModel, type Trigger } from './triggers.ts';
import { transitionName } from './transitions.ts';

/** A state of a machine, together with the transitions that its triggers take. */
export interface Place<Output = unknown> {
  /** The same for two places in which the same triggers take the same transitions, or with the same output. */
  readonly key: string;
  readonly value: StateValue;
  readonly tags: ReadonlySet<string>;
  readonly isFinal: boolean;
  /** The machine's output; undefined before its end. */
  readonly output: Output | undefined;
}

export type MachineMap<Driver, Output> = ReturnType<typeof createMap<Driver, Output>>;

/** Computes and remembers the triggers of a machine's snapshots and where they lead. The machine never runs. */
export function createMap<Driver, Output>(machine: AnyStateMachine, model: AnyPathModel<Driver>) {
  const scope = createScope();
  const findTriggers = triggersOf(model);
  const triggersIn = new WeakMap<AnyMachineSnapshot, readonly Trigger<Driver>[]>();
  const triggerWith = new WeakMap<EventObject, Trigger<Driver>>();
  const places = new WeakMap<AnyMachineSnapshot, Place<Output>>();
  const passedFrom = new WeakMap<AnyMachineSnapshot, Map<string, readonly AnyMachineSnapshot[]>>();

  function triggers(snapshot: AnyMachineSnapshot): readonly Trigger<Driver>[] {
    const known = triggersIn.get(snapshot) ?? findTriggers(snapshot);
    triggersIn.set(snapshot, known);
    for (const trigger of known) triggerWith.set(trigger.event, trigger);
    return known;
  }

  function pass(snapshot: AnyMachineSnapshot, trigger: Trigger): readonly AnyMachineSnapshot[] {
    return withPlace(snapshot, trigger, () => {
      const passed = machine.microstep(snapshot, trigger.event, scope);
      const after = passed.at(-1) ?? snapshot;
      const reports = firstReports(snapshot, after);
      return [...passed, ...reports.flatMap((event) => machine.microstep(after, event, scope))];
    });
  }

  function place(snapshot: AnyMachineSnapshot): Place<Output> {
    const { value, tags, status, output } = snapshot;
    // Following each trigger would take five times as long; `attemptKey` tells apart what differs only
    // after the next step.
    const next = triggers(snapshot).map((trigger) => [
      trigger.name,
      withPlace(snapshot, trigger, () =>
        machine.getTransitionData(snapshot, trigger.event).map(transitionName),
      ),
    ]);
    const attempt = model.attemptKey?.(snapshot);
    const key = JSON.stringify([value, next, attempt, output]);
    return { key, value, tags, isFinal: status === 'done', output };
  }

  return {
    start: machine.getInitialSnapshot(scope, model.input),
    triggers,
    /** Every snapshot that a trigger leads through, the last one included. */
    follow(snapshot: AnyMachineSnapshot, trigger: Trigger): readonly AnyMachineSnapshot[] {
      const known = passedFrom.get(snapshot) ?? new Map<string, readonly AnyMachineSnapshot[]>();
      passedFrom.set(snapshot, known);
      const passed = known.get(trigger.name) ?? pass(snapshot, trigger);
      known.set(trigger.name, passed);
      return passed;
    },
    place(snapshot: AnyMachineSnapshot): Place<Output> {
      const known = places.get(snapshot) ?? place(snapshot);
      places.set(snapshot, known);
      return known;
    },
    /** The trigger of an event that `triggers` has returned. */
    triggerOf(event: EventObject): Trigger<Driver> {
      const trigger = triggerWith.get(event);
      if (trigger === undefined) throw new Error(`No trigger has the event ${event.type}`);
      return trigger;
    },
  };
}

/** A child that is invoked with `onSnapshot` reports its first snapshot at once. */
function firstReports(before: AnyMachineSnapshot, after: AnyMachineSnapshot): EventObject[] {
  const children = Object.values<AnyActorRef | undefined>(after.children);
  return children
    .filter((child) => child !== undefined && before.children[child.id] !== child)
    .map((child) => ({ type: `xstate.snapshot.${child?.id}`, snapshot: child?.getSnapshot() }))
    .filter((event) => after.can(event));
}

/** Runs a computation of the machine, and adds the place and the trigger to what it throws. */
function withPlace<Result>(
  { value }: AnyMachineSnapshot,
  { name }: Trigger,
  compute: () => Result,
): Result {
  try {
    return compute();
  } catch (cause) {
    throw new Error(`The machine throws at ${name}, from ${JSON.stringify(value)}`, { cause });
  }
}

function ignore() {}

/** A scope in which nothing is started, sent or logged. */
function createScope(): AnyActorScope {
  const self = createEmptyActor();
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: ignore,
    defer: ignore,
    emit: ignore,
    stopChild: ignore,
    actionExecutor: ignore,
  };
}
