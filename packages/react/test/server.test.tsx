import type { AddThreepidActor, RemoveThreepidActor, ThreepidsActor } from '@threepid/core';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { useAddThreepid, useRemoveThreepid, useThreepids } from '../src/index.ts';
import { createWorld, listenersOf, startAddition, startRemoval } from './world.ts';

function List({ actor }: { readonly actor: ThreepidsActor }) {
  return <p>{useThreepids(actor).step}</p>;
}

function Addition({ actor }: { readonly actor: AddThreepidActor }) {
  return <p>{useAddThreepid(actor).step}</p>;
}

function Removal({ actor }: { readonly actor: RemoveThreepidActor }) {
  return <p>{useRemoveThreepid(actor).step}</p>;
}

describe('on a server, which has no page', () => {
  it('the list is idle, and nothing is asked', async () => {
    const { threepids, asked } = createWorld();
    const send = vi.spyOn(threepids, 'send');

    expect(typeof document).toBe('undefined');
    expect(renderToString(<List actor={threepids} />)).toBe('<p>idle</p>');
    expect(send).not.toHaveBeenCalled();
    expect(asked()).toEqual([]);
    expect(listenersOf(threepids)).toBe(0);
  });

  it('an addition and a removal are as they are, and nobody listens to them', async () => {
    const { threepids } = createWorld();
    const addition = await startAddition(threepids);
    const removal = await startRemoval(threepids);
    const before = [listenersOf(addition), listenersOf(removal)];

    expect(renderToString(<Addition actor={addition} />)).toBe('<p>editing</p>');
    expect(renderToString(<Removal actor={removal} />)).toBe('<p>confirming</p>');
    expect([listenersOf(addition), listenersOf(removal)]).toEqual(before);
  });
});
