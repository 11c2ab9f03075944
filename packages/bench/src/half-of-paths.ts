import { additionFlow, authFlow, listFlow, removalFlow } from '@threepid/testing/flows';
import type { Path } from '@threepid/testing/paths';

/** The paths are divided between two processes, as between the test files. */
const halves: Readonly<Record<string, () => readonly FlowPart[]>> = {
  additions: () => [partOf(additionFlow('email')), partOf(additionFlow('msisdn'))],
  list() {
    const removal = removalFlow();
    const list = listFlow({ additions: additionFlow('email').paths, removals: removal.paths });
    return [partOf(removal), partOf(list), partOf(authFlow())];
  },
};

interface FlowPart {
  readonly paths: number;
  readonly steps: number;
  walkAll(): Promise<void>;
}

interface Flow<FlowPath extends Path> {
  readonly paths: readonly FlowPath[];
  walk(path: FlowPath): Promise<void>;
}

/** Hides the types of a flow, so that all paths of any flow can be walked. */
function partOf<FlowPath extends Path>({ paths, walk }: Flow<FlowPath>): FlowPart {
  return {
    paths: paths.length,
    steps: paths.flatMap(({ steps }) => steps).length,
    async walkAll() {
      for (const path of paths) await walk(path);
    },
  };
}

process.once('message', async () => {
  const [, , half = ''] = process.argv;
  const start = performance.now();
  const found = halves[half]?.() ?? [];
  const between = performance.now();
  for (const { walkAll } of found) await walkAll();
  const sum = (part: 'paths' | 'steps') => found.reduce((all, flow) => all + flow[part], 0);
  process.send?.({
    paths: sum('paths'),
    steps: sum('steps'),
    found: between - start,
    walked: performance.now() - between,
  });
});
process.send?.('ready');
