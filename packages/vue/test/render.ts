import { createApp, h, nextTick, shallowReactive, type Component } from 'vue';

/** Mounts in the page. */
export async function render(component: Component, props: Readonly<Record<string, unknown>> = {}) {
  const element = document.createElement('main');
  document.body.append(element);
  const given = shallowReactive({ ...props });
  const app = createApp(() => h(component, given));
  await shown(() => app.mount(element));
  return {
    element,
    show: (next: Readonly<Record<string, unknown>>) => shown(() => Object.assign(given, next)),
    unmount: () => shown(() => app.unmount()),
  };
}

/** Does something, and waits until it is done and shown. */
export async function shown(happens: () => unknown) {
  await happens();
  await nextTick();
}
