import type { ThreepidsView } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { Adapter } from './adapter.ts';
import {
  createWorld,
  listenersOf,
  listText,
  startAddition,
  untilReady,
  untilSent,
} from './world.ts';

export function describeList({ hideableList, list, listRecorder, shown, twoLists }: Adapter): void {
  describe('the list', () => {
    it('is read once it is mounted, and shows what becomes of it', async () => {
      const { threepids, asked } = createWorld();
      const shows: string[] = [];
      const record = (view: ThreepidsView) => {
        const text = listText(view);
        if (shows.at(-1) !== text) shows.push(text);
        // Nothing is asked while it is only being rendered.
        if (text === 'idle') expect(asked()).toEqual([]);
      };

      await listRecorder({ actor: threepids, record });
      await shown(() => untilReady(threepids));

      expect(shows).toEqual(['idle', 'loading', 'ready alice@example.org']);
      expect(asked()).toEqual(['listThreepids', 'capabilities']);
    });

    it('is read once, though two components show it', async () => {
      const { threepids, asked } = createWorld();

      const { element } = await twoLists({ actor: threepids });
      await shown(() => untilReady(threepids));

      const texts = Array.from(element.querySelectorAll('p'), (shownAs) => shownAs.textContent);
      expect(texts).toEqual(['ready alice@example.org', 'ready alice@example.org']);
      expect(asked()).toEqual(['listThreepids', 'capabilities']);
    });

    it('is not rendered again for what becomes of an addition, which it does not show', async () => {
      const { threepids, asked } = createWorld();
      const record = vi.fn<(view: ThreepidsView) => void>();
      const addition = await startAddition(threepids);
      await listRecorder({ actor: threepids, record });
      expect(record).toHaveBeenCalled();
      // It has looked once more.
      await shown(async () => {
        await vi.waitUntil(() => asked().length === 3);
        await untilReady(threepids);
      });
      record.mockClear();

      await shown(() => {
        addition.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
        return untilSent(addition);
      });

      expect(record).not.toHaveBeenCalled();
    });

    it('is opened by its component once, whatever becomes of it', async () => {
      const { threepids, give } = createWorld();
      const send = vi.spyOn(threepids, 'send');

      await list({ actor: threepids });
      await shown(() => untilReady(threepids));
      give('bob@example.org');
      await shown(() => {
        threepids.send({ type: 'list.read' });
        return untilReady(threepids);
      });

      expect(send.mock.calls).toEqual([[{ type: 'list.open' }], [{ type: 'list.read' }]]);
    });

    it('lives on when its component is unmounted, and the next one shows the latest', async () => {
      const { threepids, asked, give } = createWorld();
      const first = await list({ actor: threepids });
      await shown(() => untilReady(threepids));

      await first.unmount();
      expect(listenersOf(threepids)).toBe(0);
      give('bob@example.org');
      threepids.send({ type: 'list.read' });
      await untilReady(threepids);

      const second = await list({ actor: threepids });
      expect(second.element.textContent).toBe('ready alice@example.org bob@example.org');
      await shown(() => untilReady(threepids));
      // Whoever mounts it looks once more.
      expect(asked()).toEqual(['listThreepids', 'capabilities', 'listThreepids', 'listThreepids']);
    });

    it('shows the latest when its component is shown again after it was hidden', async () => {
      const { threepids, asked, give } = createWorld();
      const { element, show } = await hideableList({ actor: threepids, mode: 'visible' });
      await shown(() => untilReady(threepids));

      await show({ actor: threepids, mode: 'hidden' });
      give('bob@example.org');
      await shown(() => {
        threepids.send({ type: 'list.read' });
        return untilReady(threepids);
      });
      expect(element.querySelector('p:not([style*="display: none"])')).toBe(null);
      await show({ actor: threepids, mode: 'visible' });

      expect(element.textContent).toBe('ready alice@example.org bob@example.org');
      // Where being shown is being mounted, it looks once more.
      await shown(() => untilReady(threepids));
      expect(asked().slice(0, 3)).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
    });

    it('is the one of the actor that its component is given', async () => {
      const alice = createWorld('alice@example.org');
      const carol = createWorld('carol@example.org');
      const { element, show } = await list({ actor: alice.threepids });
      await shown(() => untilReady(alice.threepids));

      await show({ actor: carol.threepids });
      await shown(() => untilReady(carol.threepids));

      expect(element.textContent).toBe('ready carol@example.org');
      expect(listenersOf(alice.threepids)).toBe(0);
    });

    it('says that it failed when its actor did', async () => {
      const { threepids, breakTimer } = createWorld();
      breakTimer();

      const { element } = await list({ actor: threepids });

      expect(threepids.getSnapshot().status).toBe('error');
      expect(element.textContent).toBe('failed');
    });
  });
}
