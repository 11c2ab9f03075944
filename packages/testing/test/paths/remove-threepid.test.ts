import { removeThreepidMachine } from '@threepid/core';
import { describe, it } from 'vitest';
import { removingFlow } from './flows.ts';
import { itCanBeLeft, itIsToldThroughout } from './stories.ts';

const { circumstances, paths, tell } = removingFlow();

describe('somebody who removes a threepid', () => {
  for (const path of paths) it(path.name, () => tell(path));
});

describe('the machine that removes', () => {
  itIsToldThroughout({
    machine: removeThreepidMachine,
    paths,
    circumstances: [circumstances],
    requests: ['deleteThreepid', 'listThreepids'],
    isEnd: ({ isFinal }) => isFinal,
  });
  itCanBeLeft(paths);
});
