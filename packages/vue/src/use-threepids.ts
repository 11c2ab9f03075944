import { threepidsView, type ThreepidsActor, type ThreepidsView } from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { useActorEffect, useView } from './use-view.ts';

/**
 * Returns what a UI may show and do with an account's threepids. Reads the list when the component is
 * mounted. On a server, the view is `idle` and no request is made. Outside a
 * component, as in a Pinia store, it reads the list at once, also on a server.
 *
 * @example
 * const view = useThreepids(threepids);
 * // <button v-if="view.step === 'ready'" @click="view.add('email')">Add</button>
 */
export function useThreepids(actor: MaybeRefOrGetter<ThreepidsActor>): ComputedRef<ThreepidsView> {
  const view = useView(threepidsView, actor);
  useActorEffect(actor, (opened) => opened.send({ type: 'list.open' }));
  return view;
}
