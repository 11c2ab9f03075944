import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { moveFocus, type ScreenView } from '../focus.ts';

/** Returns the ref of an element that passes its focus on when its component is unmounted. */
export function useLeaving<Element extends HTMLElement>(
  leave: (element: HTMLElement) => void,
): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element) leave(element);
    };
  }, [leave]);
  return ref;
}

/** Returns the ref of a screen in which the focus follows the view. */
export function useScreenFocus(
  view: ScreenView,
  lastView: RefObject<ScreenView | null>,
): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    if (ref.current) moveFocus(ref.current, lastView.current, view);
    lastView.current = view;
  }, [lastView, view]);
  return ref;
}
