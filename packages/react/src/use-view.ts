import type { ViewSource } from '@threepid/core';
import { useSelector } from '@xstate/react';

/** Returns the current view of an actor, also of one that failed. */
export function useView<Actor, View>(
  viewOf: (actor: Actor) => ViewSource<View>,
  actor: Actor,
): View {
  return useSelector(viewOf(actor), (view) => view);
}
