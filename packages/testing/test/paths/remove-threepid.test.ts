import { removeThreepidMachine } from '@threepid/core/machines';
import { describe, it } from 'vitest';
import { testCoverage, testLeaving } from './coverage.ts';
import { removalFlow } from './flows.ts';

const { model, paths, walk } = removalFlow();

describe('removing a threepid', () => {
  for (const path of paths) it(path.name, () => walk(path));
});

describe('removeThreepidMachine', () => {
  testCoverage({
    machine: removeThreepidMachine,
    paths,
    models: [model],
    requests: ['deleteThreepid', 'listThreepids'],
    isEnd: ({ isFinal }) => isFinal,
  });
  testLeaving(paths);
});
