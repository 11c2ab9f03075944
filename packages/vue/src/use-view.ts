import type { ViewSource } from '@threepid/core';
import { useSelector } from '@xstate/vue';
import { computed, toRaw, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';

/**
 * The view of an actor, as it is and as it becomes, also when the actor fails. Computed, so that a
 * store of Pinia does not take it for state; an actor is used as it is, whatever reactive holds it.
 */
export function useView<Actor, View>(
  viewOf: (actor: Actor) => ViewSource<View>,
  actor: MaybeRefOrGetter<Actor>,
): ComputedRef<View> {
  const source = computed(() => viewOf(toRaw(toValue(actor))));
  const view = useSelector(source, (view) => view);
  return computed(() => view.value);
}
