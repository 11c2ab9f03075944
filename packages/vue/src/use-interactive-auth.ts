import {
  interactiveAuthView,
  startInteractiveAuth,
  type InteractiveAuthActor,
  type InteractiveAuthView,
} from '@threepid/core';
import type { ComputedRef, MaybeRefOrGetter } from 'vue';
import { useActorEffect, useView } from './use-view.ts';

/**
 * Returns what a UI may show and do while the user proves who they are. The actor is `view.auth` of an
 * addition, or one that `createInteractiveAuth` returned, which starts when the component is mounted. It
 * outlives the component, so unmounting cancels nothing. On a server, no request is made.
 * Outside a component, the actor starts at once, also on a server.
 *
 * @example
 * const view = useInteractiveAuth(() => props.actor);
 * // <input v-if="view.step === 'password'" v-bind="fieldProps(view.fields.password)" />
 */
export function useInteractiveAuth(
  actor: MaybeRefOrGetter<InteractiveAuthActor>,
): ComputedRef<InteractiveAuthView> {
  const view = useView(interactiveAuthView, actor);
  useActorEffect(actor, startInteractiveAuth);
  return view;
}
