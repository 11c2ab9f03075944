import {
  addThreepidMachine,
  removeThreepidMachine,
  threepidsMachine,
} from '@threepid/core/machines';
import type { Medium } from '@threepid/core';
import { pathsOf, type Path } from '../../src/paths/index.ts';
import { expectIdenticalRetries } from './addition-invariants.ts';
import { additionModel } from './addition-model.ts';
import { additionWalker } from './addition-walker.ts';
import { startAddition, type AdditionDriver } from './addition.ts';
import { authWalker, openAuthEndpoint } from './auth-endpoint.ts';
import { authMachine, authModel } from './auth-model.ts';
import type { AuthDriver } from './auth.ts';
import { walkAndNote } from './coverage.ts';
import { openHarness, type TestHarness } from './harness.ts';
import { listModel, listWalker, type FlowPaths, type ListDriver } from './list.ts';
import {
  removalModel,
  removalWalker,
  REMOVED,
  startRemoval,
  type RemovalDriver,
} from './removal.ts';
import { expectNoSecrets } from './secrets.ts';

function runtimeOf(harness: TestHarness) {
  return {
    walked: harness.walked,
    expectNoSecrets: () => expectNoSecrets(harness),
    stop: () => harness.list.stop(),
  };
}

/** The paths of an addition, each walked in a harness of its own. */
export function additionFlow(medium: Medium) {
  const model = additionModel(medium);
  return {
    model,
    paths: pathsOf(addThreepidMachine, model),
    async walk(path: Path<AdditionDriver>): Promise<void> {
      const addition = await startAddition(medium);
      await walkAndNote(runtimeOf(addition.harness), path, additionWalker(addition));
      expectIdenticalRetries(addition);
    },
  };
}

/** The same for interactive auth of an app's own endpoint. */
export function authFlow() {
  return {
    model: authModel,
    paths: pathsOf(authMachine, authModel),
    async walk(path: Path<AuthDriver>): Promise<void> {
      const endpoint = openAuthEndpoint();
      await walkAndNote(endpoint, path, authWalker(endpoint));
    },
  };
}

/** The same for a removal. */
export function removalFlow() {
  return {
    model: removalModel,
    paths: pathsOf(removeThreepidMachine, removalModel),
    async walk(path: Path<RemovalDriver>): Promise<void> {
      const removal = await startRemoval();
      await walkAndNote(runtimeOf(removal.harness), path, removalWalker(removal));
    },
  };
}

/** Whether the path can run inside a list that has requests and delays of its own. */
function isWithinList({ steps }: Path): boolean {
  return steps.every(
    ({ trigger }) =>
      // The list itself sends these to a flow.
      !/^(?:list\.|validation\.resume)/u.test(trigger.name) &&
      // A delay would be long enough for the list's own.
      trigger.kind !== 'delay',
  );
}

/** The same for the list, which starts additions and removals. */
export function listFlow({ additions, removals }: FlowPaths) {
  const model = listModel({
    additions: additions.filter(isWithinList),
    removals: removals.filter(isWithinList),
  });
  return {
    model,
    paths: pathsOf(threepidsMachine, model),
    async walk(path: Path<ListDriver>): Promise<void> {
      const harness = openHarness([REMOVED]);
      await walkAndNote(runtimeOf(harness), path, listWalker(harness));
    },
  };
}
