import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

/** Mounts in the page. */
export async function render(node: ReactNode) {
  const element = document.createElement('main');
  document.body.append(element);
  const root = createRoot(element);
  const show = (next: ReactNode) => act(async () => root.render(next));
  await show(node);
  return { element, show, unmount: () => act(async () => root.unmount()) };
}

/** Does something, and waits until it is done and shown. */
export async function shown(happens: () => unknown) {
  await act(async () => {
    await happens();
  });
}
