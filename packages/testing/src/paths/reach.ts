import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import type { Place } from './map.ts';
import type { Path, Step } from './paths.ts';
import { statesIn } from './transitions.ts';

/** The states of the machine, by id, that no path ever enters. */
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

/** A machine starts here, and may be somewhere else before anybody looks. */
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
  /** Which steps one may take; by default any. */
  readonly isAllowed?: (step: Step) => boolean;
}

/** How many steps lead from each place to the nearest end; infinitely many where none does. */
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

/** The shortest path to each of the things that a machine may come to, for whoever runs it as an actor. */
export function endingsOf<Real, Output>(paths: readonly Path<Real, Output>[]) {
  const endings = new Map<string, { readonly output: Output; readonly path: Path<Real, Output> }>();
  for (const path of paths.toSorted((one, other) => one.steps.length - other.steps.length)) {
    const { isFinal = false, output } = path.steps.at(-1)?.to ?? {};
    const key = JSON.stringify(output);
    if (isFinal && output !== undefined && !endings.has(key)) endings.set(key, { output, path });
  }
  return [...endings.values()];
}
