import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  ContextFrom,
  EventFromLogic,
  EventObject,
  InputFrom,
  OutputFrom,
  PromiseActorLogic,
} from 'xstate';
import type { Trigger } from './triggers.ts';

/** The actors of a machine, by the names that its `setup` gives them. */
type ActorsOf<Machine extends AnyStateMachine> = Required<
  NonNullable<Parameters<Machine['provide']>[0]['actors']>
>;

/** What an actor starts with: a promise's input, or a machine's initial context. */
type StartOf<Actor> =
  Actor extends PromiseActorLogic<infer _Output, infer Input>
    ? Input
    : Actor extends AnyStateMachine
      ? ContextFrom<Actor>
      : undefined;

/** An event that may be sent to a machine. */
export interface EventCase<Event extends EventObject, Driver> {
  /** The name in paths: the event's type, with more if it has several cases. */
  readonly name: string;
  readonly event: Event;
  readonly driver: Driver;
}

/** A value that an actor may end with. */
export interface OutputCase<Output, Driver> {
  /** The name in paths. */
  readonly name: string;
  readonly output: Output;
  readonly driver: Driver;
}

/** The part of a child's snapshot that guards of `onSnapshot` read. */
export interface TaggedSnapshot {
  hasTag(tag: string): boolean;
}

/** A snapshot that a running child may report to a machine that invokes it with `onSnapshot`. */
export interface SnapshotCase<Driver> {
  /** The name in paths. */
  readonly name: string;
  readonly snapshot: TaggedSnapshot;
  readonly driver: Driver;
}

/**
 * The surroundings of a machine: the events that are sent to it, and what its actors may resolve with
 * or report. `pathsOf` finds errors of actors and delays in the machine itself.
 *
 * `Driver` is the type of whatever a walker needs to make a case happen to a real actor.
 */
export interface PathModel<Machine extends AnyStateMachine, Driver> {
  readonly input: InputFrom<Machine>;
  /**
   * Tells apart two places that take the same transitions next but not later, such as a count of
   * attempts. By default a constant.
   */
  readonly attemptKey?: (snapshot: AnyMachineSnapshot) => string | number;
  /** Whether a real actor can meet the trigger there, such as a delay while a shorter one runs. By default true. */
  readonly isPossible?: (snapshot: AnyMachineSnapshot, trigger: Trigger) => boolean;
  /** At least one for each event of the machine. */
  readonly events: readonly EventCase<EventFromLogic<Machine>, Driver>[];
  /** By the name of the actor: its outputs, from what it starts with and the machine's snapshot. */
  readonly outputs: {
    readonly [Name in keyof ActorsOf<Machine>]?: (
      start: StartOf<ActorsOf<Machine>[Name]>,
      snapshot: AnyMachineSnapshot,
    ) => readonly OutputCase<OutputFrom<ActorsOf<Machine>[Name]>, Driver>[];
  };
  /** By the name of the actor: the snapshots that it may report next. */
  readonly snapshots?: {
    readonly [Name in keyof ActorsOf<Machine>]?: (
      start: StartOf<ActorsOf<Machine>[Name]>,
      snapshot: AnyMachineSnapshot,
    ) => readonly SnapshotCase<Driver>[];
  };
}
