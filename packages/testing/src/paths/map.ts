import {
  createEmptyActor,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type StateValue,
} from 'xstate';
import { happeningsOf, type AnyCircumstances, type Happening } from './happenings.ts';
import { transitionName } from './transitions.ts';

/** Where a machine may be: a state, told apart from itself by where what happens next leads. */
export interface Place<Output = unknown> {
  /** The same for two places where the same happenings take the same transitions, or that ended alike. */
  readonly key: string;
  readonly value: StateValue;
  readonly isFinal: boolean;
  /** What the machine came to; undefined before its end. */
  readonly output: Output | undefined;
}

/** What is known of a machine's snapshots and of what happens in them; the machine itself never runs. */
export function createMap<Real, Output>(
  machine: AnyStateMachine,
  circumstances: AnyCircumstances<Real>,
) {
  const scope = createScope();
  const findHappenings = happeningsOf(circumstances);
  const happeningsIn = new WeakMap<AnyMachineSnapshot, readonly Happening<Real>[]>();
  const happeningWith = new WeakMap<EventObject, Happening<Real>>();
  const places = new WeakMap<AnyMachineSnapshot, Place<Output>>();

  function happenings(snapshot: AnyMachineSnapshot): readonly Happening<Real>[] {
    const known = happeningsIn.get(snapshot) ?? findHappenings(snapshot);
    happeningsIn.set(snapshot, known);
    for (const happening of known) happeningWith.set(happening.event, happening);
    return known;
  }

  /** Every snapshot that a happening leads through, the last one included. */
  function follow(snapshot: AnyMachineSnapshot, happening: Happening): AnyMachineSnapshot[] {
    return ask(snapshot, happening, () => machine.microstep(snapshot, happening.event, scope));
  }

  function look(snapshot: AnyMachineSnapshot): Place<Output> {
    const { value, status, output } = snapshot;
    // Where that leads is left out, for it takes five times as long to say; `trial` tells apart what differs
    // only there.
    const ways = happenings(snapshot).map((happening) => [
      happening.name,
      ask(snapshot, happening, () =>
        machine.getTransitionData(snapshot, happening.event).map(transitionName),
      ),
    ]);
    const trial = circumstances.trial?.(snapshot);
    const key = JSON.stringify([value, ways, trial, output]);
    return { key, value, isFinal: status === 'done', output };
  }

  return {
    start: machine.getInitialSnapshot(scope, circumstances.input),
    happenings,
    follow,
    place(snapshot: AnyMachineSnapshot): Place<Output> {
      const known = places.get(snapshot) ?? look(snapshot);
      places.set(snapshot, known);
      return known;
    },
    /** What happens with this event, of what was found before. */
    named(event: EventObject): Happening<Real> {
      const happening = happeningWith.get(event);
      if (happening === undefined) throw new Error(`Nothing happens with ${event.type}`);
      return happening;
    },
  };
}

/** Asks the machine, and says of what it throws where that was. */
function ask<Answer>({ value }: AnyMachineSnapshot, { name }: Happening, answer: () => Answer) {
  try {
    return answer();
  } catch (cause) {
    throw new Error(`${name}, from ${JSON.stringify(value)}: it throws`, { cause });
  }
}

function ignore() {}

/** Where a machine is only asked what it would do: nothing is started, sent or told. */
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
