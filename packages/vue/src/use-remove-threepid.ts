import {
  removeThreepidView,
  type RemoveThreepidActor,
  type RemoveThreepidView,
} from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { useView } from './use-view.ts';

/**
 * What a UI may show and do while a threepid is being removed; the actor is the `removal` of a row in
 * the list's view. It lives on when the component is unmounted, and the next one goes on with it.
 */
export function useRemoveThreepid(
  actor: MaybeRefOrGetter<RemoveThreepidActor>,
): ComputedRef<RemoveThreepidView> {
  return useView(removeThreepidView, actor);
}
