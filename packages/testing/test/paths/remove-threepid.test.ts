import { removeThreepidMachine } from '@threepid/core';
import { describe, it } from 'vitest';
import { pathsOf } from '../../src/paths/index.ts';
import { removingCircumstances, removingWalker, startRemoving } from './removing.ts';
import { itCanBeLeft, itIsToldThroughout, tell } from './stories.ts';

const paths = pathsOf(removeThreepidMachine, removingCircumstances);

describe('somebody who removes a threepid', () => {
  for (const path of paths) {
    it(path.name, async () => {
      const removing = await startRemoving();
      await tell(removing.stage, path, removingWalker(removing));
    });
  }
});

describe('the machine that removes', () => {
  itIsToldThroughout({
    machine: removeThreepidMachine,
    paths,
    circumstances: [removingCircumstances],
    requests: ['deleteThreepid', 'listThreepids'],
    isEnd: ({ isFinal }) => isFinal,
  });
  itCanBeLeft(paths);
});
