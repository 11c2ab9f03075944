import type { ThreepidsOptions } from '@threepid/core';

/** Logs each machine's events and states to the console at the level `debug`, without their data, which may be secret. */
export const logEvent: NonNullable<ThreepidsOptions['inspect']> = (inspected) => {
  if (inspected.type !== '@xstate.snapshot') return;
  const { actorRef, event, snapshot } = inspected;
  if (!('id' in actorRef && 'value' in snapshot)) return;
  console.debug(`${String(actorRef.id)}: ${event.type} → ${JSON.stringify(snapshot.value)}`);
};
