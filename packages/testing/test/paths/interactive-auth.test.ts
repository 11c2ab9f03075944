import { Secret } from '@threepid/core';
import { interactiveAuthMachine } from '@threepid/core/machines';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { PASSWORD } from './auth.ts';
import { noteTransitions, testCoverage, testLeaving } from './coverage.ts';
import { authFlow } from './flows.ts';

const { model, paths, walk } = authFlow();

describe('interactive auth', () => {
  for (const path of paths) it(path.name, () => walk(path));

  it('makes no request if its input has a challenge', () => {
    const auth = {
      session: new Secret('session'),
      flows: [[PASSWORD]],
      completed: [],
      params: {},
      stage: null,
      mayBelongToOtherUser: false,
      isComplete: false,
    };
    const input = { ...model.input, auth, isChallenged: true };
    const actor = createActor(interactiveAuthMachine, { input, inspect: noteTransitions }).start();
    expect(actor.getSnapshot().value).toEqual({ password: 'entering' });
    actor.stop();
  });
});

describe('interactiveAuthMachine', () => {
  testCoverage({
    machine: interactiveAuthMachine,
    paths,
    models: [model],
    requests: ['request'],
    isEnd: ({ isFinal }) => isFinal,
  });
  testLeaving(paths);
});
