import type { AnyActorRef } from 'xstate';
import type { Walker } from '../../src/paths/index.ts';
import { afterReconciling } from './adding-answers.ts';
import { addingSight, expectAddingInOrder, type AddingSight } from './adding-order.ts';
import type { Adding, AddingReal } from './adding.ts';
import { walkerOf, type WithoutCase } from './reality.ts';

/** Walks an addition. */
export function addingWalker(adding: Adding): Walker<AddingReal> {
  return walkerOf({
    stage: adding.stage,
    subject: adding,
    value: () => adding.actor.getSnapshot().value,
    sight: () => addingSight(adding),
    makeWithout: (happening) => makeWithout(adding, happening),
    seesWithout: (happening, before) => seesWithout(adding, happening, before),
    expectOrder: () => expectAddingInOrder(adding),
  });
}

async function makeWithout(adding: Adding, happening: WithoutCase): Promise<void> {
  const { stage } = adding;
  if (happening.kind === 'failure' && BY_HAND.includes(happening.actor)) {
    return reject(adding, happening.actor);
  }
  if (happening.kind === 'delay' && happening.delay === 'checkInterval') {
    adding.act();
    return stage.pass(happening.delay);
  }
  if (happening.kind === 'delay' && happening.delay === 'retryPause') {
    return stage.pass(happening.delay);
  }
  // Whatever the homeserver did, nobody hears of it; only the list would tell.
  if (adding.asked() === null) await stage.takeOffAccount(adding.threepid);
  else adding.carryOut();
  await adding.seePassword();
  return await stage.goWithoutAnswer(happening);
}

/**
 * No option of `createThreepids` makes these reject: neither the wait for a resend, nor what an app does
 * itself, of which every failure is told. So their promises are rejected by hand, in the way of XState's.
 */
const BY_HAND = ['waitUntil', 'answerStage'];

function reject({ actor }: Adding, child: string): void {
  const children: Partial<Record<string, AnyActorRef>> = actor.getSnapshot().children;
  children[child]?.send({ type: 'xstate.promise.reject', data: new Error('by hand') });
}

/** What a person sees where a request failed or came to nothing, and where a wait is over. */
function seesWithout(
  adding: Adding,
  { kind }: WithoutCase,
  before: AddingSight,
): Partial<AddingSight> {
  const { proof } = adding;
  const problem = kind === 'delay' ? 'timeout' : 'unexpected';
  switch (before.busy) {
    case 'requestingToken':
    case 'resendingToken':
    case 'submittingToken':
      if (before.isRetrying) return { ...before, isRetrying: false };
      return { ...before, busy: null, problem };
    case 'adding':
    case 'checking':
    case 'authenticating':
      return { step: proof, busy: 'reconciling', problem };
    case 'reconciling':
      return afterReconciling('unsettled')(before, adding);
    case null:
      if (before.step === 'authHandled') return { ...before, problem };
      return kind === 'delay'
        ? { ...before, busy: 'checking', mayResend: false }
        : { ...before, mayResend: true };
  }
}
