// @vitest-environment happy-dom
import { createClient, untilReady } from '@threepid/testing/adapter-contract';
import { StrictMode } from 'react';
import { expect, it, vi } from 'vitest';
import { List } from './list.tsx';
import { mounting, shown } from './render.ts';

// Around all that is mounted: React mounts nothing twice in a strict mode further inside.
const mountStrictly = mounting(StrictMode);

it('the list is read once, though two components show it and strict mode mounts each twice', async () => {
  const { threepids, requested } = createClient();
  const send = vi.spyOn(threepids, 'send');

  const { element } = await mountStrictly({
    children: ['first', 'second'].map((key) => <List key={key} actor={threepids} />),
  });
  expect(send).toHaveBeenCalledTimes(4);
  await shown(() => untilReady(threepids));

  expect(element.innerHTML).toBe('<p>ready alice@example.org</p>'.repeat(2));
  expect(requested()).toEqual(['listThreepids', 'capabilities']);
});
