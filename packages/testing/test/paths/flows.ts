import {
  addThreepidMachine,
  removeThreepidMachine,
  threepidsMachine,
  type Medium,
} from '@threepid/core';
import { pathsOf, type Path } from '../../src/paths/index.ts';
import { addingCircumstances } from './adding-circumstances.ts';
import { expectRepeatedAlike } from './adding-order.ts';
import { startAdding, type AddingReal } from './adding.ts';
import { CAPTCHA } from './auth-answers.ts';
import { listingCircumstances, listingWalker, type Flows, type ListingReal } from './listing.ts';
import {
  REMOVED,
  removingCircumstances,
  removingWalker,
  startRemoving,
  type RemovingReal,
} from './removing.ts';
import { openStage } from './stage.ts';
import { tell } from './stories.ts';
import { addingWalker } from './walk-adding.ts';

/** As an app has it that does captchas itself. */
const machine = addThreepidMachine.provide({
  guards: {
    isHandled: ({ context: { auth } }) => (auth?.stage ?? auth?.flows[0]?.[0]) === CAPTCHA,
  },
});

/** All that may happen to an addition, and the telling of it, each time on a stage of its own. */
export function addingFlow(medium: Medium) {
  const circumstances = addingCircumstances(medium);
  return {
    circumstances,
    paths: pathsOf(machine, circumstances),
    async tell(path: Path<AddingReal>): Promise<void> {
      const adding = await startAdding(medium);
      await tell(adding.stage, path, addingWalker(adding));
      expectRepeatedAlike(adding);
    },
  };
}

/** The same of a removal. */
export function removingFlow() {
  return {
    circumstances: removingCircumstances,
    paths: pathsOf(removeThreepidMachine, removingCircumstances),
    async tell(path: Path<RemovingReal>): Promise<void> {
      const removing = await startRemoving();
      await tell(removing.stage, path, removingWalker(removing));
    },
  };
}

/** The same of the list, which starts additions and removals. */
export function listingFlow({ additions, removals }: Flows) {
  const circumstances = listingCircumstances({
    // What the list itself has to tell an addition, it cannot be told by it.
    additions: additions.filter(
      ({ steps }) => !steps.some(({ happening }) => happening.name.startsWith('list.change')),
    ),
    removals,
  });
  return {
    circumstances,
    paths: pathsOf(threepidsMachine, circumstances),
    async tell(path: Path<ListingReal>): Promise<void> {
      const stage = openStage([REMOVED]);
      await tell(stage, path, listingWalker(stage));
    },
  };
}
