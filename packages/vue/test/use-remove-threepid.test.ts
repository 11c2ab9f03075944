// @vitest-environment happy-dom
import type { RemoveThreepidActor } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { waitFor } from 'xstate';
import { useRemoveThreepid } from '../src/index.ts';
import { render, shown } from './render.ts';
import { createWorld, startRemoval } from './world.ts';

const Removal = defineComponent(
  (props: { readonly actor: RemoveThreepidActor }) => {
    const view = useRemoveThreepid(() => props.actor);
    return () => {
      const { value } = view;
      if (value.step !== 'confirming') return h('p', value.step);
      const { busy, confirm, threepid } = value;
      return h('button', { onClick: () => confirm?.() }, busy ?? threepid.address);
    };
  },
  { props: ['actor'] },
);

describe('a removal', () => {
  it('is carried out once the person confirms it', async () => {
    const { threepids, asked } = createWorld();
    const removal = await startRemoval(threepids);
    const { element } = await render(Removal, { actor: removal });
    expect(element.innerHTML).toBe('<button>alice@example.org</button>');
    expect(asked()).not.toContain('deleteThreepid');

    await shown(() => {
      element.querySelector('button')?.click();
      return waitFor(removal, (snapshot) => snapshot.status === 'done');
    });

    expect(element.innerHTML).toBe('<p>removed</p>');
    expect(asked()).toContain('deleteThreepid');
  });

  it('says that it failed when its actor did', async () => {
    const { threepids, breakTimer } = createWorld();
    const removal = await startRemoval(threepids);
    const { element } = await render(Removal, { actor: removal });
    breakTimer();

    await shown(() => element.querySelector('button')?.click());

    expect(element.innerHTML).toBe('<p>failed</p>');
  });
});
