import { addThreepidMachine } from '@threepid/core/machines';
import { describe, expect, it } from 'vitest';
import { endingsOf, walk } from '../../src/paths/index.ts';
import { additionWalker } from './addition-walker.ts';
import { newestAddition, startAddition } from './addition.ts';
import { testCoverage, testLeaving } from './coverage.ts';
import { additionFlow } from './flows.ts';

const media = [
  { name: 'email', medium: 'email' },
  { name: 'phone', medium: 'msisdn' },
] as const;

const flows = media.map(({ name, medium }) => ({ name, medium, ...additionFlow(medium) }));
const paths = flows.flatMap((flow) => flow.paths);

describe('adding a threepid', () => {
  for (const flow of flows) {
    for (const path of flow.paths) {
      it(`${flow.name}: ${path.name}`, () => flow.walk(path));
    }
  }

  it.each(flows)('$name: continues after a reload', async ({ medium, paths }) => {
    const own = paths.filter((path) =>
      path.steps.every(({ trigger }) => !trigger.name.startsWith('list.change')),
    );
    const [added] = endingsOf(own).filter(({ output }) => output.type === 'added');
    const { name = '', steps = [] } = added?.path ?? {};
    const before = await startAddition(medium);
    const { harness } = before;
    await walk({ name, steps: steps.slice(0, 2) }, additionWalker(before));
    harness.reload();
    await harness.openList();
    const after = newestAddition(harness, medium);
    Object.assign(after.progress, before.progress);
    await walk({ name, steps: steps.slice(2) }, additionWalker(after));
    expect(after.view().step).toBe('added');
    harness.list.stop();
  });
});

describe('addThreepidMachine', () => {
  testCoverage({
    machine: addThreepidMachine,
    paths,
    models: flows.map(({ model }) => model),
    requests: ['requestToken', 'submitToken', 'addThreepid', 'listThreepids'],
    isEnd: ({ isFinal }) => isFinal,
  });
  testLeaving(paths);
});
