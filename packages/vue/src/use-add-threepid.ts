import { addThreepidView, type AddThreepidActor, type AddThreepidView } from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { useView } from './use-view.ts';

/**
 * Returns what a UI may show and do while a threepid is being added. The actor is one of the `additions`
 * in the view of `useThreepids`. It outlives the component, so unmounting cancels nothing.
 *
 * @example
 * const view = useAddThreepid(() => props.actor);
 * // <input v-if="view.step === 'editing'" v-bind="fieldProps(view.fields.address)" />
 */
export function useAddThreepid(
  actor: MaybeRefOrGetter<AddThreepidActor>,
): ComputedRef<AddThreepidView> {
  return useView(addThreepidView, actor);
}
