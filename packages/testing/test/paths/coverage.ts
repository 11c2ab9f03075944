import { expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import {
  distances,
  transitionsOf,
  unreachedStates,
  walk,
  type Path,
  type Place,
  type Walker,
} from '../../src/paths/index.ts';
import { expectNoSecrets } from './secrets.ts';
import type { Stage } from './stage.ts';

/** The transitions of all machines that the stories have taken so far. */
const walked = new Set<string>();

/** A story that is told on a stage. */
export async function tell<Real>(
  stage: Stage,
  path: Path<Real>,
  walker: Walker<Real>,
): Promise<void> {
  try {
    await walk(path, walker);
    expectNoSecrets(stage);
  } finally {
    for (const transition of stage.walked) walked.add(transition);
    stage.list.stop();
  }
}

interface Told {
  readonly machine: AnyStateMachine;
  readonly paths: readonly Path[];
  readonly circumstances: readonly AnyCircumstances[];
  /** The actors that ask a homeserver. */
  readonly requests: readonly string[];
  readonly isEnd: (place: Place) => boolean;
}

interface AnyCircumstances {
  readonly events: readonly { readonly name: string }[];
  readonly answers: object;
}

/** What is true of all stories about a machine together; to be said after them. */
export function itIsToldThroughout(told: Told): void {
  const { machine, paths, circumstances, requests, isEnd } = told;
  const steps = paths.flatMap((path) => path.steps);

  it('has no transition that was not walked', () => {
    const declared = transitionsOf(machine);
    const missed = declared.filter((transition) => !walked.has(transition));
    console.info(
      `${machine.id}: ${declared.length - missed.length} of ${declared.length} transitions walked, ` +
        `in ${paths.length} paths of ${steps.length} steps`,
    );
    expect(missed).toEqual([]);
  });

  it('has no state that cannot be reached, and none from where no end can be', () => {
    expect(unreachedStates(machine, paths)).toEqual([]);
    const far = [...distances(paths, { isEnd })].filter(([, count]) => count === Infinity);
    expect(far.map(([{ value }]) => value)).toEqual([]);
  });

  it('has everything happen that may: what is sent, what answers, what takes too long', () => {
    const happened = steps.map(({ happening }) => {
      if (happening.kind === 'delay') return happening.delay;
      return happening.kind === 'answer' ? happening.actor : happening.name;
    });
    const expected = [
      ...circumstances.flatMap(({ events }) => events.map(({ name }) => name)),
      ...circumstances.flatMap(({ answers }) => Object.keys(answers)),
      ...Object.keys(machine.implementations.delays),
    ];
    expect(expected.filter((name) => !happened.includes(name))).toEqual([]);
  });

  it('awaits no answer without a time limit, and none without a way on where its actor fails', () => {
    const stepsFrom = new Map<string, (typeof steps)[number][]>();
    for (const step of steps) {
      const known = stepsFrom.get(step.from.key);
      if (known) known.push(step);
      else stepsFrom.set(step.from.key, [step]);
    }
    const endless = steps.filter(({ from, happening }) => {
      if (happening.kind !== 'answer') return false;
      const { actor } = happening;
      const there = stepsFrom.get(from.key) ?? [];
      const isLimited = there.some((step) => step.happening.kind === 'delay');
      const mayFail = there.some(
        (step) => step.happening.kind === 'failure' && step.happening.actor === actor,
      );
      return !mayFail || (requests.includes(actor) && !isLimited);
    });
    expect(endless.map(({ from }) => from.value)).toEqual([]);
  });
}

/** Whoever waits for a person lets them go; a request has a time limit of its own. */
export function itCanBeLeft(paths: readonly Path[]): void {
  it('can be left with two events wherever it waits for the person', () => {
    const asking = new Set(
      paths
        .flatMap(({ steps }) => steps)
        .filter(({ happening }) => /^after (?:requestTimeout|retryPause)$/u.test(happening.name))
        .map(({ from }) => from.key),
    );
    const ways = distances(paths, {
      isEnd: ({ isFinal }) => isFinal,
      isAllowed: ({ happening }) => happening.kind === 'event',
    });
    const held = [...ways].filter(([{ key }, steps]) => !asking.has(key) && steps > 2);
    expect(held.map(([{ value }]) => value)).toEqual([]);
  });
}
