import {
  addThreepidMachine,
  removeThreepidMachine,
  threepidsMachine,
} from '@threepid/core/machines';
import type { Medium } from '@threepid/core';
import { pathsOf, type Path } from '../../src/paths/index.ts';
import { authWalker, openAuthEndpoint } from './auth-endpoint.ts';
import { authMachine, authModel } from './auth-model.ts';
import type { AuthDriver } from './auth.ts';
import { walkAndNote } from './coverage.ts';
import { openHarness, type TestHarness } from './harness.ts';
import { removalModel, removalWalker, REMOVED, startRemoval, type RemovalDriver } from './removal.ts';
import { expectNoSecrets } from './secrets.ts';

function runtimeOf(harness: TestHarness) {
  return {
    walked: harness.walked,
    expectNoSecrets: () => expectNoSecrets(harness),
    stop: () => harness.list.stop(),
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

