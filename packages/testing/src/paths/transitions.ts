import type {
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  InspectionEvent,
} from 'xstate';

/** Every transition that a machine declares, by name: `addThreepid.adding: after.requestTimeout → addThreepid.reconciling`. */
export function transitionsOf({ root }: AnyStateMachine): string[] {
  return statesIn(root).flatMap((node) =>
    [...candidatesOf(node).values()].flat().map(transitionName),
  );
}

/** The names of the transitions that an actor just took, from what `inspect` is told. */
export function transitionsIn(inspected: InspectionEvent): string[] {
  if (inspected.type !== '@xstate.microstep') return [];
  // XState may call this otherwise one day: nothing else reads it.
  const { _transitions: taken } = inspected;
  return taken.map(transitionName);
}

/** A state and all below it. */
export function statesIn(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values<AnyStateNode>(node.states).flatMap(statesIn)];
}

function candidatesOf({ transitions, always = [] }: AnyStateNode) {
  return new Map([...transitions, ['', always] as const]);
}

/** Says from where, at what and to where; of several candidates for one event, which. */
export function transitionName(transition: AnyTransitionDefinition): string {
  const { source, eventType, target = [] } = transition;
  const candidates = candidatesOf(source).get(eventType) ?? [];
  const which = candidates.length > 1 ? ` (${candidates.indexOf(transition) + 1})` : '';
  const what = shortOf(eventType, source.id);
  return `${source.id}: ${what}${which} → ${target.map(({ id }) => id).join(', ') || 'itself'}`;
}

/** What XState calls an event that it makes itself, for a person to read. */
function shortOf(eventType: string, state: string): string {
  if (eventType === '') return 'always';
  return eventType.replace(/^xstate\./u, '').replace(`.${state}`, '');
}
