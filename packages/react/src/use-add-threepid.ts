import { addThreepidView, type AddThreepidActor, type AddThreepidView } from '@threepid/core';
import { useView } from './use-view.ts';

/**
 * What a UI may show and do while a threepid is being added; the actor is one of the `additions` in
 * the list's view. It lives on when the component is unmounted, and the next one goes on with it.
 */
export function useAddThreepid(actor: AddThreepidActor): AddThreepidView {
  return useView(addThreepidView, actor);
}
