import type {
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  InspectionEvent,
} from 'xstate';

/** Returns the names of all transitions of a machine: `removeThreepid.removing: after.requestTimeout → removeThreepid.reconciling`. */
export function transitionsOf({ root }: AnyStateMachine): string[] {
  return statesIn(root).flatMap((node) =>
    [...candidatesOf(node).values()].flat().map(transitionName),
  );
}

/** Returns the names of the transitions that an actor just took, from an event of `inspect`. */
export function transitionsIn(inspected: InspectionEvent): string[] {
  if (inspected.type !== '@xstate.microstep') return [];
  // Not part of XState's documented API, so nothing else reads it.
  const { _transitions: taken } = inspected;
  return taken.map(transitionName);
}

/** Returns how many states and transitions a machine has. The root does not count as a state. */
export function sizeOf(machine: AnyStateMachine) {
  return {
    topLevelStates: Object.keys(machine.root.states).length,
    states: statesIn(machine.root).length - 1,
    transitions: transitionsOf(machine).length,
  };
}

/** A state and all below it. */
export function statesIn(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values<AnyStateNode>(node.states).flatMap(statesIn)];
}

function candidatesOf({ transitions, always = [] }: AnyStateNode) {
  return new Map([...transitions, ['', always] as const]);
}

/** The source, the event and the target; the candidate's number if the event has several. */
export function transitionName(transition: AnyTransitionDefinition): string {
  const { source, eventType, target = [] } = transition;
  const candidates = candidatesOf(source).get(eventType) ?? [];
  const which = candidates.length > 1 ? ` (${candidates.indexOf(transition) + 1})` : '';
  const what = shortened(eventType, source.id);
  return `${source.id}: ${what}${which} → ${target.map(({ id }) => id).join(', ') || 'itself'}`;
}

/** The type of an event that XState creates, without its prefix and the state's id. */
function shortened(eventType: string, state: string): string {
  if (eventType === '') return 'always';
  return eventType.replace(/^xstate\./u, '').replace(`.${state}`, '');
}
