import { addingFlow, listingFlow, removingFlow } from '@threepid/testing/flows';
import type { Path } from '@threepid/testing/paths';
import { createActor, createMachine } from 'xstate';
import { median, repeated, timed, type Figure } from './figures.ts';

const RUNS = 5;

/** Seconds that all paths may take, from the machines to the end of the last story. */
const LIMIT = 10;

const TRANSITIONS = 100_000;

const lamp = createMachine({
  initial: 'off',
  states: { off: { on: { press: 'on' } }, on: { on: { press: 'off' } } },
});

/** What XState takes for transitions of the smallest machine: what everything is put beside. */
function transit(): void {
  const actor = createActor(lamp).start();
  for (let count = 0; count < TRANSITIONS; count += 1) actor.send({ type: 'press' });
  actor.stop();
}

function generate() {
  const [email, phone, removal] = [addingFlow('email'), addingFlow('msisdn'), removingFlow()];
  const list = listingFlow({ additions: email.paths, removals: removal.paths });
  return [told(email), told(phone), told(removal), told(list)];
}

interface Flow<Story extends Path> {
  readonly paths: readonly Story[];
  tell(path: Story): Promise<void>;
}

/** A flow of any machine, with nothing open but the telling of all of it. */
function told<Story extends Path>({ paths, tell }: Flow<Story>) {
  return {
    paths: paths.length,
    steps: paths.flatMap(({ steps }) => steps).length,
    async tellAll() {
      for (const path of paths) await tell(path);
    },
  };
}

async function runOnce() {
  const plain = await timed(transit);
  const found = await timed(generate);
  const walked = await timed(async () => {
    for (const { tellAll } of found.value) await tellAll();
  });
  const sum = (part: 'paths' | 'steps') =>
    found.value.reduce((before, flow) => before + flow[part], 0);
  return {
    paths: sum('paths'),
    steps: sum('steps'),
    plain: plain.milliseconds / TRANSITIONS,
    found: found.milliseconds,
    told: walked.milliseconds,
    both: found.milliseconds + walked.milliseconds,
  };
}

/** All paths of all three machines, found and then told on the simulated homeserver, one after the other. */
export async function measurePaths() {
  const runs = await repeated(RUNS, runOnce);
  const figure = (part: 'found' | 'told' | 'both'): Figure => {
    const ofAStep = median(runs.map((run) => run[part] / run.steps / run.plain));
    return {
      what: part,
      value: `${(median(runs.map((run) => run[part])) / 1_000).toFixed(2)} s`,
      ratio: `a step is ${Math.round(ofAStep)} plain transitions`,
    };
  };
  const isWithin = median(runs.map(({ both }) => both)) <= LIMIT * 1_000;
  const figures: Figure[] = [
    figure('found'),
    figure('told'),
    figure('both'),
    { what: `within ${LIMIT} s`, value: isWithin ? 'yes' : 'no' },
  ];
  const [{ paths, steps } = { paths: 0, steps: 0 }] = runs;
  return {
    title: `All ${paths} paths of the machines, ${steps} steps, median of ${RUNS}`,
    figures,
    isWithin,
  };
}
