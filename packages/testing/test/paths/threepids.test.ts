import { addThreepidMachine, removeThreepidMachine, threepidsMachine } from '@threepid/core';
import { describe, it } from 'vitest';
import { pathsOf } from '../../src/paths/index.ts';
import { addingCircumstances } from './adding-circumstances.ts';
import { listingCircumstances, listingWalker } from './listing.ts';
import { REMOVED, removingCircumstances } from './removing.ts';
import { openStage } from './stage.ts';
import { itIsToldThroughout, tell } from './stories.ts';

const flows = {
  // What the list itself has to tell an addition, it cannot be told by it.
  additions: pathsOf(addThreepidMachine, addingCircumstances('email')).filter(
    ({ steps }) => !steps.some(({ happening }) => happening.name.startsWith('list.change')),
  ),
  removals: pathsOf(removeThreepidMachine, removingCircumstances),
};
const circumstances = listingCircumstances(flows);
const paths = pathsOf(threepidsMachine, circumstances);

describe('somebody who looks at their list', () => {
  for (const path of paths) {
    it(path.name, async () => {
      const stage = openStage([REMOVED]);
      await tell(stage, path, listingWalker(stage));
    });
  }
});

describe('the machine of the list', () => {
  itIsToldThroughout({
    machine: threepidsMachine,
    paths,
    circumstances: [circumstances],
    requests: ['readAccount', 'listThreepids'],
    // It ends with the app; what counts is that the list can be used.
    isEnd: ({ value }) => JSON.stringify(value) === '{"ready":"settled"}',
  });
});
