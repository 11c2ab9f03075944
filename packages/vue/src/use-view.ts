import type { ViewSource } from '@threepid/core';
import { useSelector } from '@xstate/vue';
import {
  computed,
  nextTick,
  toRaw,
  toValue,
  watchPostEffect,
  type ComputedRef,
  type MaybeRefOrGetter,
} from 'vue';

/**
 * Returns the current view of an actor, also of one that failed. It is computed, so that a Pinia store
 * does not serialize it as state. An actor inside a reactive object is unwrapped, because XState compares
 * actors by identity.
 */
export function useView<Actor, View>(
  viewOf: (actor: Actor) => ViewSource<View>,
  actor: MaybeRefOrGetter<Actor>,
): ComputedRef<View> {
  const source = computed(() => viewOf(toRaw(toValue(actor))));
  const view = useSelector(source, (view) => view);
  return computed(() => view.value);
}

/** Calls `effect` with the actor when the component is mounted, and with each other actor it gets. */
export function useActorEffect<Actor>(
  actor: MaybeRefOrGetter<Actor>,
  effect: (actor: Actor) => void,
): void {
  watchPostEffect(() => {
    const current = toRaw(toValue(actor));
    // Outside the watcher, which would track what the actor's listeners read and run at each change.
    void nextTick(() => effect(current));
  });
}
