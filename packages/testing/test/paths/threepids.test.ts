import { threepidsMachine } from '@threepid/core';
import { describe, it } from 'vitest';
import { addingFlow, listingFlow, removingFlow } from './flows.ts';
import { itIsToldThroughout } from './stories.ts';

const { circumstances, paths, tell } = listingFlow({
  additions: addingFlow('email').paths,
  removals: removingFlow().paths,
});

describe('somebody who looks at their list', () => {
  for (const path of paths) it(path.name, () => tell(path));
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
