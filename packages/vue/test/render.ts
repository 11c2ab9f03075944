import type { Mount } from '@threepid/testing/adapter-contract';
import { createApp, h, nextTick, shallowReactive, type Component } from 'vue';

/** How to mount a component in the page. */
export function mounting<Props extends object>(
  component: Component & (new (...given: never[]) => { readonly $props: Props }),
): Mount<Props> {
  return async (props) => {
    const element = document.createElement('main');
    document.body.append(element);
    const given = shallowReactive({ ...props });
    const app = createApp(() => h(component, given));
    await shown(() => app.mount(element));
    return {
      element,
      show: (next) => shown(() => Object.assign(given, next)),
      unmount: () => shown(() => app.unmount()),
    };
  };
}

/** Does something, and waits until it is done and shown. */
export async function shown(happens: () => unknown) {
  await happens();
  await nextTick();
}
