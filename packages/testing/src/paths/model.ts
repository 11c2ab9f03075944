import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  EventFromLogic,
  EventObject,
  InputFrom,
  OutputFrom,
  PromiseActorLogic,
} from 'xstate';

/** The actors of a machine, by the names that its `setup` gives them. */
type ActorsOf<Machine extends AnyStateMachine> = Required<
  NonNullable<Parameters<Machine['provide']>[0]['actors']>
>;

/** What a promise is asked; other actors keep it to themselves. */
type AskedOf<Actor> =
  Actor extends PromiseActorLogic<infer _Output, infer Input> ? Input : undefined;

/** Something that may be sent to a machine. */
export interface EventCase<Event extends EventObject, Real> {
  /** What stories call it: the event's type, with more where it has several cases. */
  readonly name: string;
  readonly event: Event;
  readonly real: Real;
}

/** One of the ways in which an actor may end. */
export interface AnswerCase<Output, Real> {
  /** What stories call it. */
  readonly name: string;
  readonly output: Output;
  readonly real: Real;
}

/**
 * All that may happen to a machine: what is sent to it, and what its actors answer. What fails and
 * what takes too long is found in the machine itself.
 *
 * `Real` is whatever a walker needs to make a case happen to a real actor.
 */
export interface Circumstances<Machine extends AnyStateMachine, Real> {
  readonly input: InputFrom<Machine>;
  /**
   * What tells two places apart where the same may happen next, and the same after that: how often
   * something was tried. By default nothing.
   */
  readonly trial?: (snapshot: AnyMachineSnapshot) => number;
  /** At least one for each event that the machine knows. */
  readonly events: readonly EventCase<EventFromLogic<Machine>, Real>[];
  /** By the name of the actor: what it may answer to what it is asked. */
  readonly answers: {
    readonly [Name in keyof ActorsOf<Machine>]?: (
      asked: AskedOf<ActorsOf<Machine>[Name]>,
    ) => readonly AnswerCase<OutputFrom<ActorsOf<Machine>[Name]>, Real>[];
  };
}
