import type { AddThreepidActor, AddThreepidView } from '@threepid/core';
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { leaveAddition, moveFocus } from '../focus.ts';

/** The element of a component, which hands its focus over when the component goes. */
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

/** The element of an addition, in which the focus follows the view. */
export function useAdditionFocus(
  view: AddThreepidView,
  actor: AddThreepidActor,
): RefObject<HTMLElement | null> {
  const leave = useCallback((element: HTMLElement) => leaveAddition(element, actor), [actor]);
  const ref = useLeaving<HTMLElement>(leave);
  const previous = useRef<AddThreepidView>(null);
  useEffect(() => {
    if (ref.current) moveFocus(ref.current, previous.current, view);
    previous.current = view;
  }, [ref, view]);
  return ref;
}
