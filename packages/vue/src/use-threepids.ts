import { threepidsView, type ThreepidsActor, type ThreepidsView } from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { nextTick, toRaw, toValue, watchPostEffect } from 'vue';
import { useView } from './use-view.ts';

/**
 * What a UI may show and do with an account's threepids. The list is read whenever a component
 * that uses it is mounted; a server renders it `idle` and asks nothing. Outside a component, as in a
 * store of Pinia, it is read at once.
 */
export function useThreepids(actor: MaybeRefOrGetter<ThreepidsActor>): ComputedRef<ThreepidsView> {
  const view = useView(threepidsView, actor);
  watchPostEffect(() => {
    const opened = toRaw(toValue(actor));
    // Outside the effect, which would follow what listeners read, and open the list at each change.
    void nextTick(() => opened.send({ type: 'list.open' }));
  });
  return view;
}
