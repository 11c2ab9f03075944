import { onBeforeUnmount, onMounted, useTemplateRef, watch, type ShallowRef } from 'vue';
import { moveFocus, type LastView, type ScreenView } from '../focus.ts';

/** Returns the component's template ref `element`, which passes its focus on when the component is unmounted. */
export function useLeaving(
  leave: (element: HTMLElement) => void,
): Readonly<ShallowRef<HTMLElement | null>> {
  const ref = useTemplateRef<HTMLElement>('element');
  onBeforeUnmount(() => {
    if (ref.value) leave(ref.value);
  });
  return ref;
}

/** Moves the focus within the component's template ref `element`, which shows the view. */
export function useScreenFocus(view: () => ScreenView, lastView: LastView): void {
  const ref = useTemplateRef<HTMLElement>('element');
  const follow = () => {
    if (ref.value) moveFocus(ref.value, lastView.current, view());
    lastView.current = view();
  };
  onMounted(follow);
  watch(view, follow, { flush: 'post' });
}
