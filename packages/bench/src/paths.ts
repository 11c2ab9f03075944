import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { createActor, createMachine } from 'xstate';
import { median, repeated, timed, type Figure } from './figures.ts';

const RUNS = 5;

/** Seconds that finding and walking all paths may take on two cores. */
const LIMIT = 10;

const TRANSITIONS = 100_000;

const lamp = createMachine({
  initial: 'off',
  states: { off: { on: { press: 'on' } }, on: { on: { press: 'off' } } },
});

/** Transitions of the smallest machine, as the unit of comparison. */
function transit(): void {
  const actor = createActor(lamp).start();
  for (let count = 0; count < TRANSITIONS; count += 1) actor.send({ type: 'press' });
  actor.stop();
}

/** Times in milliseconds, by the clock. */
const Half = v.object({
  paths: v.number(),
  steps: v.number(),
  found: v.number(),
  walked: v.number(),
});

/** Starts a process; the returned function makes it find and walk its half of the paths. */
async function openHalf(name: string) {
  const half = fork(fileURLToPath(new URL('half-of-paths.ts', import.meta.url)), [name]);
  await once(half, 'message');
  return async () => {
    half.send('go');
    const [message] = await once(half, 'message');
    half.disconnect();
    return v.parse(Half, message);
  };
}

async function runOnce() {
  const plain = await timed(transit);
  const goes = await Promise.all(['additions', 'list'].map(openHalf));
  const halves = await Promise.all(goes.map((go) => go()));
  const sum = (part: keyof v.InferOutput<typeof Half>) =>
    halves.reduce((before, half) => before + half[part], 0);
  return {
    paths: sum('paths'),
    steps: sum('steps'),
    plain: plain.milliseconds / TRANSITIONS,
    found: sum('found'),
    walked: sum('walked'),
    /** The processes run at the same time, so the longer one counts. */
    both: Math.max(...halves.map(({ found, walked }) => found + walked)),
  };
}

/** Finds all paths of all machines, and walks them on the simulated homeserver, with one process per core. */
export async function measurePaths() {
  const runs = await repeated(RUNS, runOnce);
  const seconds = (part: 'found' | 'walked' | 'both') =>
    `${(median(runs.map((run) => run[part])) / 1_000).toFixed(2)} s`;
  const perStep = (part: 'found' | 'walked') =>
    `a step is ${Math.round(median(runs.map((run) => run[part] / run.steps / run.plain)))} plain transitions`;
  const isWithin = median(runs.map(({ both }) => both)) <= LIMIT * 1_000;
  const figures: Figure[] = [
    { what: 'found', value: seconds('found'), ratio: perStep('found') },
    { what: 'walked', value: seconds('walked'), ratio: perStep('walked') },
    { what: 'both, on two cores', value: seconds('both') },
    { what: `within ${LIMIT} s`, value: isWithin ? 'yes' : 'no' },
  ];
  const [{ paths, steps } = { paths: 0, steps: 0 }] = runs;
  return {
    title: `All ${paths} paths of the machines, ${steps} steps, median of ${RUNS}`,
    figures,
    isWithin,
  };
}
