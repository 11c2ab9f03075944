import type { Mount } from '@threepid/testing/adapter-contract';
import { act, createElement, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

/** How to mount a component in the page. */
export function mounting<Props extends object>(component: ComponentType<Props>): Mount<Props> {
  return async (props) => {
    const element = document.createElement('main');
    document.body.append(element);
    const root = createRoot(element);
    const show = (next: Props) => act(async () => root.render(createElement(component, next)));
    await show(props);
    return { element, show, unmount: () => act(async () => root.unmount()) };
  };
}

/** Does something, and waits until it is done and shown. */
export async function shown(happens: () => unknown) {
  await act(async () => {
    await happens();
  });
}
