import { createClient, describeAdapterOnServer } from '@threepid/testing/adapter-contract';
import { renderToString } from '@vue/server-renderer';
import { createPinia, defineStore } from 'pinia';
import { expect, it } from 'vitest';
import { createSSRApp, defineComponent, h, nextTick, toRef } from 'vue';
import {
  useAddThreepid,
  useInteractiveAuth,
  useRemoveThreepid,
  useThreepids,
} from '../src/index.ts';

/** Renders a component that shows the step of a view, as a server does. */
async function rendered(use: () => { readonly value: { readonly step: string } }): Promise<string> {
  const component = defineComponent(() => {
    const view = use();
    return () => h('p', view.value.step);
  });
  const html = await renderToString(createSSRApp(component));
  await nextTick();
  return html;
}

describeAdapterOnServer({
  list: (actor) => rendered(() => useThreepids(actor)),
  addition: (actor) => rendered(() => useAddThreepid(actor)),
  removal: (actor) => rendered(() => useRemoveThreepid(actor)),
  auth: (actor) => rendered(() => useInteractiveAuth(actor)),
});

it('makes no request for a Pinia store that a component uses on a server', async () => {
  const { threepids, requested } = createClient();
  const useStore = defineStore('account', () => ({ view: useThreepids(threepids) }));
  const pinia = createPinia();

  expect(await rendered(() => toRef(useStore(pinia), 'view'))).toBe('<p>idle</p>');
  expect(requested()).toEqual([]);
  // State is serialized into the page, and a view cannot be.
  expect(pinia.state.value).toEqual({ account: {} });
});
