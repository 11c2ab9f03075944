import type { ThreepidsOptions } from '@threepid/core';

/** Says in the console, among what is verbose, what happens to each machine and where that leads; never what is in it. */
export const logEvent: NonNullable<ThreepidsOptions['inspect']> = (inspected) => {
  if (inspected.type !== '@xstate.snapshot') return;
  const { actorRef, event, snapshot } = inspected;
  if (!('id' in actorRef && 'value' in snapshot)) return;
  console.debug(`${String(actorRef.id)}: ${event.type} → ${JSON.stringify(snapshot.value)}`);
};
