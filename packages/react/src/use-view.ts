import type { ViewSource } from '@threepid/core';
import { useSelector } from '@xstate/react';

/** The view of an actor, as it is and as it becomes, also when the actor fails. */
export function useView<Actor, View>(
  viewOf: (actor: Actor) => ViewSource<View>,
  actor: Actor,
): View {
  return useSelector(viewOf(actor), (view) => view);
}
