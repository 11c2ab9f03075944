import type { ThreepidsView } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { Adapter } from './adapter.ts';
import {
  createClient,
  listenersOf,
  OWN_LISTENERS,
  listText,
  startAddition,
  untilReady,
  untilSent,
} from './client.ts';

export function describeList({ hideableList, list, listRecorder, shown, twoLists }: Adapter): void {
  describe('the list', () => {
    it('is read when it is mounted, and shows each view', async () => {
      const { threepids, requested } = createClient();
      const shows: string[] = [];
      const record = (view: ThreepidsView) => {
        const text = listText(view);
        if (shows.at(-1) !== text) shows.push(text);
        // Rendering alone makes no request.
        if (text === 'idle') expect(requested()).toEqual([]);
      };

      await listRecorder({ actor: threepids, record });
      await shown(() => untilReady(threepids));

      expect(shows).toEqual(['idle', 'loading', 'ready alice@example.org']);
      expect(requested()).toEqual(['listThreepids', 'capabilities']);
    });

    it('is read once if two components show it', async () => {
      const { threepids, requested } = createClient();

      const { element } = await twoLists({ actor: threepids });
      await shown(() => untilReady(threepids));

      const texts = Array.from(element.querySelectorAll('p'), ({ textContent }) => textContent);
      expect(texts).toEqual(['ready alice@example.org', 'ready alice@example.org']);
      expect(requested()).toEqual(['listThreepids', 'capabilities']);
    });

    it('does not render again when an addition changes', async () => {
      const { threepids, requested } = createClient();
      const record = vi.fn<(view: ThreepidsView) => void>();
      const addition = await startAddition(threepids);
      await listRecorder({ actor: threepids, record });
      expect(record).toHaveBeenCalled();
      // The mount reads the list again.
      await shown(async () => {
        await vi.waitUntil(() => requested().length === 3);
        await untilReady(threepids);
      });
      record.mockClear();

      await shown(() => {
        addition.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
        return untilSent(addition);
      });

      expect(record).not.toHaveBeenCalled();
    });

    it('is opened by its component only once', async () => {
      const { threepids, give } = createClient();
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

    it('keeps running when its component is unmounted, and the next one shows its latest view', async () => {
      const { threepids, requested, give } = createClient();
      const first = await list({ actor: threepids });
      await shown(() => untilReady(threepids));

      await first.unmount();
      expect(listenersOf(threepids)).toBe(OWN_LISTENERS);
      give('bob@example.org');
      threepids.send({ type: 'list.read' });
      await untilReady(threepids);

      const second = await list({ actor: threepids });
      expect(second.element.textContent).toBe('ready alice@example.org bob@example.org');
      await shown(() => untilReady(threepids));
      // Each mount reads the list again.
      expect(requested()).toEqual([
        'listThreepids',
        'capabilities',
        'listThreepids',
        'listThreepids',
      ]);
    });

    it('shows its latest view when its component is visible again', async () => {
      const { threepids, requested, give } = createClient();
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
      // React mounts the component again, which reads the list.
      await shown(() => untilReady(threepids));
      expect(requested().slice(0, 3)).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
    });

    it('follows the actor that its component receives', async () => {
      const alice = createClient('alice@example.org');
      const carol = createClient('carol@example.org');
      const { element, show } = await list({ actor: alice.threepids });
      await shown(() => untilReady(alice.threepids));

      await show({ actor: carol.threepids });
      await shown(() => untilReady(carol.threepids));

      expect(element.textContent).toBe('ready carol@example.org');
      expect(listenersOf(alice.threepids)).toBe(OWN_LISTENERS);
    });

    it('shows that its actor failed', async () => {
      const { threepids, breakTimer } = createClient();
      breakTimer();

      const { element } = await list({ actor: threepids });

      expect(threepids.getSnapshot().status).toBe('error');
      expect(element.textContent).toBe('failed');
    });
  });
}
