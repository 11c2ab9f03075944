import { renderToString } from '@vue/server-renderer';
import { createPinia, defineStore } from 'pinia';
import { describe, expect, it, vi } from 'vitest';
import { createSSRApp, defineComponent, h, nextTick, toRef } from 'vue';
import { useAddThreepid, useRemoveThreepid, useThreepids } from '../src/index.ts';
import { createWorld, listenersOf, startAddition, startRemoval } from './world.ts';

/** As a server renders a component that shows the step of a view. */
function rendered(use: () => { readonly value: { readonly step: string } }): Promise<string> {
  const component = defineComponent(() => {
    const view = use();
    return () => h('p', view.value.step);
  });
  return renderToString(createSSRApp(component));
}

describe('on a server, which has no page', () => {
  it('the list is idle, and nothing is asked', async () => {
    const { threepids, asked } = createWorld();
    const send = vi.spyOn(threepids, 'send');

    expect(typeof document).toBe('undefined');
    expect(await rendered(() => useThreepids(threepids))).toBe('<p>idle</p>');
    await nextTick();
    expect(send).not.toHaveBeenCalled();
    expect(asked()).toEqual([]);
    expect(listenersOf(threepids)).toBe(0);
  });

  it('a store of Pinia that a component uses is idle, and nothing is asked', async () => {
    const { threepids, asked } = createWorld();
    const useStore = defineStore('account', () => ({ view: useThreepids(threepids) }));
    const pinia = createPinia();

    expect(await rendered(() => toRef(useStore(pinia), 'view'))).toBe('<p>idle</p>');
    await nextTick();
    expect(asked()).toEqual([]);
    // What is state would be sent to the page, which cannot take a view.
    expect(pinia.state.value).toEqual({ account: {} });
  });

  it('an addition and a removal are as they are, and nobody listens to them', async () => {
    const { threepids } = createWorld();
    const addition = await startAddition(threepids);
    const removal = await startRemoval(threepids);
    const before = [listenersOf(addition), listenersOf(removal)];

    expect(await rendered(() => useAddThreepid(addition))).toBe('<p>editing</p>');
    expect(await rendered(() => useRemoveThreepid(removal))).toBe('<p>confirming</p>');
    expect([listenersOf(addition), listenersOf(removal)]).toEqual(before);
  });
});
