import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import type { Place } from './map.ts';
import type { Path, Step } from './paths.ts';
import { statesIn } from './transitions.ts';

/** Returns the ids of the machine's states that no path enters. */
export function unreachedStates({ root }: AnyStateMachine, paths: readonly Path[]): string[] {
  const entered = new Set(
    paths.flatMap(({ steps }) =>
      steps.flatMap(({ from, through }) => [from.value, ...through].flatMap(statesOf)),
    ),
  );
  const first = firstStates(root);
  return statesIn(root)
    .filter((state) => !first.includes(state) && !entered.has(state.path.join('.')))
    .map(({ id }) => id);
}

/** A machine starts in these states, and may leave them before the first step. */
function firstStates(node: AnyStateNode): AnyStateNode[] {
  const { target } = node.initial;
  return [node, ...(node.type === 'compound' ? target.flatMap(firstStates) : [])];
}

function statesOf(value: StateValue): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...(inner === undefined ? [] : statesOf(inner).map((below) => `${key}.${below}`)),
  ]);
}

export interface DistanceOptions {
  readonly isEnd: (place: Place) => boolean;
  /** Which steps count; by default all. */
  readonly isAllowed?: (step: Step) => boolean;
}

/** Returns the number of steps from each place to the nearest end; Infinity if no end can be reached. */
export function distances(
  paths: readonly Path[],
  { isEnd, isAllowed = () => true }: DistanceOptions,
): Map<Place, number> {
  const steps = paths.flatMap((path) => path.steps);
  const places = new Map(steps.flatMap(({ from, to }) => [from, to]).map((at) => [at.key, at]));
  const distance = new Map([...places].map(([key, at]) => [key, isEnd(at) ? 0 : Infinity]));
  const far = ({ key }: Place) => distance.get(key) ?? Infinity;
  const allowed = steps.filter(isAllowed);
  for (let isShorter = true; isShorter;) {
    const shorter = allowed.filter(({ from, to }) => far(to) + 1 < far(from));
    for (const { from, to } of shorter) distance.set(from.key, Math.min(far(from), far(to) + 1));
    isShorter = shorter.length > 0;
  }
  return new Map([...places.values()].map((place) => [place, far(place)]));
}

/** Returns the shortest path to each output of a machine, for a machine that runs it as an actor. */
export function endingsOf<Driver, Output>(paths: readonly Path<Driver, Output>[]) {
  const endings = new Map<
    string,
    { readonly output: Output; readonly path: Path<Driver, Output> }
  >();
  for (const path of paths.toSorted((one, other) => one.steps.length - other.steps.length)) {
    const { isFinal = false, output } = path.steps.at(-1)?.to ?? {};
    const key = JSON.stringify(output);
    if (isFinal && output !== undefined && !endings.has(key)) endings.set(key, { output, path });
  }
  return [...endings.values()];
}
