import { addingFlow, listingFlow, removingFlow } from '@threepid/testing/flows';
import type { Path } from '@threepid/testing/paths';

/** One of the two processes that share the paths, as two of the test files do. */
const halves: Readonly<Record<string, () => readonly Telling[]>> = {
  additions: () => [telling(addingFlow('email')), telling(addingFlow('msisdn'))],
  list() {
    const removal = removingFlow();
    const list = listingFlow({ additions: addingFlow('email').paths, removals: removal.paths });
    return [telling(removal), telling(list)];
  },
};

interface Telling {
  readonly paths: number;
  readonly steps: number;
  tellAll(): Promise<void>;
}

interface Flow<Story extends Path> {
  readonly paths: readonly Story[];
  tell(path: Story): Promise<void>;
}

/** A flow of any machine, with nothing open but the telling of all of it. */
function telling<Story extends Path>({ paths, tell }: Flow<Story>): Telling {
  return {
    paths: paths.length,
    steps: paths.flatMap(({ steps }) => steps).length,
    async tellAll() {
      for (const path of paths) await tell(path);
    },
  };
}

process.once('message', async () => {
  const [, , half = ''] = process.argv;
  const start = performance.now();
  const found = halves[half]?.() ?? [];
  const between = performance.now();
  for (const { tellAll } of found) await tellAll();
  const sum = (part: 'paths' | 'steps') => found.reduce((all, flow) => all + flow[part], 0);
  process.send?.({
    paths: sum('paths'),
    steps: sum('steps'),
    found: between - start,
    told: performance.now() - between,
  });
});
process.send?.('ready');
