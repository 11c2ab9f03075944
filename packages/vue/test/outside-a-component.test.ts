// @vitest-environment happy-dom
import { addThreepidView, threepidsView, type AddThreepidActor } from '@threepid/core';
import {
  createDeletion,
  createClient,
  listenersOf,
  OWN_LISTENERS,
  listText,
  startAddition,
  untilReady,
} from '@threepid/testing/adapter-contract';
import { createPinia, defineStore } from 'pinia';
import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, reactive } from 'vue';
import { useAddThreepid, useInteractiveAuth, useThreepids } from '../src/index.ts';

describe('outside a component', () => {
  it('reads the list in a Pinia store', async () => {
    const { threepids, requested } = createClient();
    const useStore = defineStore('account', () => ({ view: useThreepids(threepids) }));

    const store = useStore(createPinia());
    expect(listText(store.view)).toBe('idle');
    await nextTick();
    await untilReady(threepids);

    expect(store.view).toBe(threepidsView(threepids).getSnapshot());
    expect(listText(store.view)).toBe('ready alice@example.org');
    expect(requested()).toEqual(['listThreepids', 'capabilities']);

    store.$dispose();
    expect(listenersOf(threepids)).toBe(OWN_LISTENERS);
  });

  it('unsubscribes when its effect scope stops', async () => {
    const { threepids } = createClient();
    const scope = effectScope();
    const view = scope.run(() => useThreepids(threepids));
    await nextTick();
    await untilReady(threepids);
    expect(view?.value.step).toBe('ready');

    scope.stop();

    expect(listenersOf(threepids)).toBe(OWN_LISTENERS);
  });

  it('unwraps an actor inside a reactive object', async () => {
    const { threepids } = createClient();
    const actor = await startAddition(threepids);
    const held: { readonly actor: AddThreepidActor } = reactive({ actor });
    const view = effectScope().run(() => useAddThreepid(() => held.actor));

    expect(view?.value).toBe(addThreepidView(actor).getSnapshot());
  });

  it('starts an interactive auth', async () => {
    const { actor, requests, until } = createDeletion();
    const scope = effectScope();
    const view = scope.run(() => useInteractiveAuth(actor));
    await until('password');

    expect(view?.value.step).toBe('password');
    expect(requests()).toBe(1);
    scope.stop();
    expect(listenersOf(actor)).toBe(0);
  });
});
