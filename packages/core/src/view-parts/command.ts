interface EventReceiver<Event> {
  send(event: Event): void;
}

interface Enabling<Event> {
  can(event: Event): boolean;
}

/**
 * Returns a function that creates the commands of a view: `sample` decides whether the machine takes
 * such an event now, and `run` sends it. A command that is not possible is null.
 */
export function commandsOf<Event>(actor: EventReceiver<Event>, snapshot: Enabling<Event>) {
  return <Typed extends unknown[]>(
    sample: Event,
    eventOf: (...typed: Typed) => Event = () => sample,
  ): ((...typed: Typed) => void) | null =>
    snapshot.can(sample) ? (...typed) => actor.send(eventOf(...typed)) : null;
}

/** The variant of a view for one of its steps: `StepView<AddThreepidView, 'editing'>`. */
export type StepView<View extends { readonly step: string }, Step extends View['step']> = Extract<
  View,
  { readonly step: Step }
>;
