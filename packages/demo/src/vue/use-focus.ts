import type { AddThreepidActor, AddThreepidView } from '@threepid/core';
import { onBeforeUnmount, onMounted, useTemplateRef, watch, type Ref, type ShallowRef } from 'vue';
import { leaveAddition, moveFocus } from '../focus.ts';

/** The element of a component (its template ref `element`), which hands its focus over when the component goes. */
export function useLeaving(
  leave: (element: HTMLElement) => void,
): Readonly<ShallowRef<HTMLElement | null>> {
  const ref = useTemplateRef<HTMLElement>('element');
  onBeforeUnmount(() => {
    if (ref.value) leave(ref.value);
  });
  return ref;
}

/** The element of an addition, in which the focus follows the view. */
export function useAdditionFocus(
  view: Readonly<Ref<AddThreepidView>>,
  actor: () => AddThreepidActor,
): void {
  const ref = useLeaving((element) => leaveAddition(element, actor()));
  const move = (now: AddThreepidView, previous: AddThreepidView | null) => {
    if (ref.value) moveFocus(ref.value, previous, now);
  };
  onMounted(() => move(view.value, null));
  watch(view, move, { flush: 'post' });
}
