import { addThreepidMachine } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { endingsOf } from '../../src/paths/index.ts';
import { newestAddition, startAdding } from './adding.ts';
import { addingFlow } from './flows.ts';
import { itCanBeLeft, itIsToldThroughout, tell } from './stories.ts';
import { addingWalker } from './walk-adding.ts';

const media = [
  { name: 'email', medium: 'email' },
  { name: 'phone', medium: 'msisdn' },
] as const;

const flows = media.map(({ name, medium }) => ({ name, medium, ...addingFlow(medium) }));
const paths = flows.flatMap((flow) => flow.paths);

describe('somebody who adds a threepid', () => {
  for (const flow of flows) {
    for (const path of flow.paths) {
      it(`${flow.name}: ${path.name}`, () => flow.tell(path));
    }
  }

  it.each(flows)('$name: goes on after a reload', async ({ medium, paths }) => {
    const [added] = endingsOf(paths).filter(({ output }) => output.type === 'added');
    const { name = '', steps = [] } = added?.path ?? {};
    const before = await startAdding(medium);
    await tell(before.stage, { name, steps: steps.slice(0, 2) }, addingWalker(before));
    before.stage.reload();
    await before.stage.openList();
    const after = newestAddition(before.stage, medium);
    Object.assign(after.done, before.done);
    await tell(after.stage, { name, steps: steps.slice(2) }, addingWalker(after));
    expect(after.view().step).toBe('added');
  });
});

describe('the machine that adds', () => {
  itIsToldThroughout({
    machine: addThreepidMachine,
    paths,
    circumstances: flows.map(({ circumstances }) => circumstances),
    requests: ['requestToken', 'submitToken', 'addThreepid', 'listThreepids'],
    isEnd: ({ isFinal }) => isFinal,
  });
  itCanBeLeft(paths);
});
