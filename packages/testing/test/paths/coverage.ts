import { expect, it } from 'vitest';
import type { AnyStateMachine, InspectionEvent } from 'xstate';
import {
  distances,
  sizeOf,
  transitionsIn,
  transitionsOf,
  unreachedStates,
  walk,
  type Path,
  type Place,
  type Walker,
} from '../../src/paths/index.ts';

/** The names of all transitions that the paths of this test file have taken so far. */
const walked = new Set<string>();

/** Notes the transitions of an actor outside a path, as its `inspect`. */
export function noteTransitions(event: InspectionEvent): void {
  for (const transition of transitionsIn(event)) walked.add(transition);
}

/** What a path runs in. */
export interface Runtime {
  /** The names of the transitions that its machines took. */
  readonly walked: ReadonlySet<string>;
  expectNoSecrets(): void;
  stop(): void;
}

/** Walks a path, notes its transitions, and asserts that it exposed no secret. */
export async function walkAndNote<Driver>(
  runtime: Runtime,
  path: Path<Driver>,
  walker: Walker<Driver>,
): Promise<void> {
  try {
    await walk(path, walker);
    runtime.expectNoSecrets();
  } finally {
    for (const transition of runtime.walked) walked.add(transition);
    runtime.stop();
  }
}

interface AnyModel {
  readonly events: readonly { readonly name: string }[];
  readonly outputs: object;
  readonly snapshots?: object;
}

interface Covered {
  readonly machine: AnyStateMachine;
  readonly paths: readonly Path[];
  readonly models: readonly AnyModel[];
  /** The actors that make a request. */
  readonly requests: readonly string[];
  readonly isEnd: (place: Place) => boolean;
}

/** Tests what all paths of a machine have to cover together. Call it after their own tests. */
export function testCoverage({ machine, paths, models, requests, isEnd }: Covered): void {
  const steps = paths.flatMap((path) => path.steps);

  it('has every transition walked', () => {
    const declared = transitionsOf(machine);
    const missed = declared.filter((transition) => !walked.has(transition));
    const { topLevelStates, states } = sizeOf(machine);
    console.info(
      `${machine.id}: ${topLevelStates} states on the top level, ${states} in all; ` +
        `${declared.length - missed.length} of ${declared.length} transitions walked, ` +
        `in ${paths.length} paths of ${steps.length} steps`,
    );
    expect(missed).toEqual([]);
  });

  it('reaches every state, and an end from every state', () => {
    expect(unreachedStates(machine, paths)).toEqual([]);
    const stuck = [...distances(paths, { isEnd })].filter(([, count]) => count === Infinity);
    expect(stuck.map(([{ value }]) => value)).toEqual([]);
  });

  it('meets every event, every actor and every delay', () => {
    const met = steps.flatMap(({ trigger }) => {
      if (trigger.kind === 'delay') return trigger.delay;
      return 'actor' in trigger ? [`${trigger.kind} ${trigger.actor}`] : trigger.name;
    });
    const expected = [
      ...models.flatMap(({ events }) => events.map(({ name }) => name)),
      ...models.flatMap(({ outputs }) => Object.keys(outputs).map((actor) => `output ${actor}`)),
      ...models.flatMap(({ snapshots = {} }) =>
        Object.keys(snapshots).map((actor) => `snapshot ${actor}`),
      ),
      ...Object.keys(machine.implementations.delays),
    ];
    expect(expected.filter((name) => !met.includes(name))).toEqual([]);
  });

  it('limits the time of every request, and handles the error of every actor', () => {
    const stepsFrom = new Map<string, (typeof steps)[number][]>();
    for (const step of steps) {
      const known = stepsFrom.get(step.from.key);
      if (known) known.push(step);
      else stepsFrom.set(step.from.key, [step]);
    }
    const endless = steps.filter(({ from, trigger }) => {
      if (trigger.kind !== 'output') return false;
      const { actor } = trigger;
      const next = stepsFrom.get(from.key) ?? [];
      const isLimited = next.some((step) => step.trigger.kind === 'delay');
      const mayFail = next.some(
        (step) => step.trigger.kind === 'error' && step.trigger.actor === actor,
      );
      return !mayFail || (requests.includes(actor) && !isLimited);
    });
    expect(endless.map(({ from }) => from.value)).toEqual([]);
  });
}

/** Tests that the user can leave. A request has a time limit of its own. */
export function testLeaving(paths: readonly Path[]): void {
  it('lets the user leave with two events wherever it waits for them', () => {
    const requesting = new Set(
      paths
        .flatMap(({ steps }) => steps)
        .filter(({ trigger }) => /^after (?:requestTimeout|retryDelay)$/u.test(trigger.name))
        .map(({ from }) => from.key),
    );
    const exits = distances(paths, {
      isEnd: ({ isFinal }) => isFinal,
      isAllowed: ({ trigger }) => trigger.kind === 'event',
    });
    const held = [...exits].filter(([{ key }, steps]) => !requesting.has(key) && steps > 2);
    expect(held.map(([{ value }]) => value)).toEqual([]);
  });
}
