import { threepidsMachine } from '@threepid/core/machines';
import { describe, it } from 'vitest';
import { testCoverage } from './coverage.ts';
import { additionFlow, listFlow, removalFlow } from './flows.ts';

const { model, paths, walk } = listFlow({
  additions: additionFlow('email').paths,
  removals: removalFlow().paths,
});

describe('the list of threepids', () => {
  for (const path of paths) it(path.name, () => walk(path));
});

describe('threepidsMachine', () => {
  testCoverage({
    machine: threepidsMachine,
    paths,
    models: [model],
    requests: ['readAccount', 'listThreepids'],
    // It has no final state: the app stops it. What counts is that the list can be used.
    isEnd: ({ value }) => JSON.stringify(value) === '{"ready":"settled"}',
  });
});
