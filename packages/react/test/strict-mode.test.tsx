// @vitest-environment happy-dom
import { createDeletion, createClient, untilReady } from '@threepid/testing/adapter-contract';
import { StrictMode } from 'react';
import { expect, it, vi } from 'vitest';
import { Auth } from './auth.tsx';
import { List } from './list.tsx';
import { mounting, shown } from './render.ts';

// The root itself: a strict mode further inside mounts nothing twice.
const mountStrictly = mounting(StrictMode);

it('reads the list once for two components that strict mode mounts twice', async () => {
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

it('starts an interactive auth once though strict mode mounts its component twice', async () => {
  const { actor, requests, until } = createDeletion();
  const start = vi.spyOn(actor, 'start');

  await mountStrictly({ children: <Auth actor={actor} /> });
  expect(start).toHaveBeenCalledTimes(2);
  await shown(() => until('password'));

  expect(requests()).toBe(1);
});
