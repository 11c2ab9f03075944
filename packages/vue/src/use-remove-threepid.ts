import {
  removeThreepidView,
  type RemoveThreepidActor,
  type RemoveThreepidView,
} from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { useView } from './use-view.ts';

/**
 * Returns what a UI may show and do while a threepid is being removed. The actor is the `removal` of a
 * row in the view of `useThreepids`. It outlives the component, so unmounting cancels nothing.
 *
 * @example
 * const view = useRemoveThreepid(() => props.actor);
 * // <button v-if="view.step === 'confirming'" @click="view.confirm?.()">Remove</button>
 */
export function useRemoveThreepid(
  actor: MaybeRefOrGetter<RemoveThreepidActor>,
): ComputedRef<RemoveThreepidView> {
  return useView(removeThreepidView, actor);
}
