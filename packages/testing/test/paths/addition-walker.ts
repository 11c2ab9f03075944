import type { AnyActorRef } from 'xstate';
import type { Walker } from '../../src/paths/index.ts';
import { expectAdditionInvariants } from './addition-invariants.ts';
import { afterCooldown, afterRequest, afterUnreadList } from './addition-outputs.ts';
import type { Addition, AdditionDriver, AdditionScreen } from './addition.ts';
import { PASSWORD } from './auth.ts';
import { walkerOf, type TriggerWithoutCase } from './driver.ts';
import { press } from './view.ts';

export function additionWalker(addition: Addition): Walker<AdditionDriver> {
  const { harness } = addition;
  return walkerOf({
    subject: addition,
    settle: harness.settle,
    value: () => addition.actor.getSnapshot().value,
    screen: () => addition.screen(),
    makeWithoutCase: (trigger) => makeWithoutCase(addition, trigger),
    showsWithoutCase: (trigger, before) => showsWithoutCase(addition, trigger, before),
    expectInvariants: () => expectAdditionInvariants(addition),
  });
}

async function makeWithoutCase(addition: Addition, trigger: TriggerWithoutCase): Promise<void> {
  const { harness, progress } = addition;
  if (trigger.kind === 'error' && trigger.actor === 'waitUntil') {
    return rejectPromise(addition, trigger.actor);
  }
  if (trigger.kind === 'error' && trigger.actor === 'interactiveAuth') return failAuth(addition);
  if (trigger.kind === 'delay' && trigger.delay === 'pollInterval') {
    return addition.waitForPoll();
  }
  if (trigger.kind === 'delay' && trigger.delay === 'retryDelay') {
    return harness.pass(trigger.delay);
  }
  if (addition.view().busy === 'reconciling') {
    // Only the list could tell.
    await harness.takeOffAccount(addition.threepid);
    progress.isUncertain = true;
  } else {
    addition.carryOut();
  }
  progress.isPollInFlight = false;
  return await harness.failRequest(trigger);
}

/** The next timer of interactive auth fails: of a request that the user or the homeserver causes. */
async function failAuth(addition: Addition): Promise<void> {
  const { auth, harness, view } = addition;
  addition.undoAuth();
  const now = view();
  if (now.step === 'authenticating' && now.busy === null) {
    harness.breakClock();
    return press(auth.view(), 'submit', harness.account.password);
  }
  addition.carryOut();
  harness.breakClock();
  const session = addition.addInFlight()?.auth?.session ?? 'session';
  const flows = [{ stages: [PASSWORD] }];
  return harness.respond({ status: 401, body: { session, flows, completed: [PASSWORD] } });
}

/** No option of `createThreepids` makes this promise reject. */
function rejectPromise({ actor }: Addition, child: string): void {
  const children: Partial<Record<string, AnyActorRef>> = actor.getSnapshot().children;
  children[child]?.send({ type: 'xstate.promise.reject', data: new Error('rejected by the test') });
}

/** What the user sees after a bug or a timeout, and after a delay. */
function showsWithoutCase(
  addition: Addition,
  trigger: TriggerWithoutCase,
  before: AdditionScreen,
): Partial<AdditionScreen> {
  const problem = trigger.kind === 'delay' ? 'timeout' : 'unexpected';
  if (trigger.kind === 'error' && trigger.actor === 'waitUntil') {
    return afterCooldown(before, addition);
  }
  if (trigger.kind === 'error' && trigger.actor === 'interactiveAuth') {
    return { step: addition.proof, busy: 'reconciling', problem };
  }
  switch (before.busy) {
    case 'requestingToken':
    case 'resendingToken':
    case 'submittingToken':
      if (before.isRetrying) return { ...before, isRetrying: false };
      return afterRequest(before, addition, problem);
    case 'reconciling':
      return afterUnreadList(before, addition);
    case 'adding':
    case 'checking':
    case 'authenticating':
      return { step: addition.proof, busy: 'reconciling', problem };
    case null:
      // A check in the background: the user sees it only if it fails.
      return trigger.kind === 'delay' && trigger.delay === 'pollInterval'
        ? before
        : { step: addition.proof, busy: 'reconciling', problem };
  }
}
