import { describe, expect, it, vi } from 'vitest';
import type { ServerAdapter } from './adapter.ts';
import { createDeletion } from './deletion.ts';
import { createWorld, listenersOf, startAddition, startRemoval } from './world.ts';

/** What every adapter does where there is no page; for a test file whose environment has none. */
export function describeAdapterOnServer(adapter: ServerAdapter): void {
  describe('on a server, which has no page', () => {
    it('the list is idle, and nothing is asked', async () => {
      const { threepids, asked } = createWorld();
      const send = vi.spyOn(threepids, 'send');

      expect(typeof document).toBe('undefined');
      expect(await adapter.list(threepids)).toBe('<p>idle</p>');
      expect(send).not.toHaveBeenCalled();
      expect(asked()).toEqual([]);
      expect(listenersOf(threepids)).toBe(0);
    });

    it('an addition and a removal are as they are, and nobody listens to them', async () => {
      const { threepids } = createWorld();
      const addition = await startAddition(threepids);
      const removal = await startRemoval(threepids);
      const before = [listenersOf(addition), listenersOf(removal)];

      expect(await adapter.addition(addition)).toBe('<p>editing</p>');
      expect(await adapter.removal(removal)).toBe('<p>confirming</p>');
      expect([listenersOf(addition), listenersOf(removal)]).toEqual(before);
    });

    it('an interactive auth is not started, and makes no request', async () => {
      const { actor, requests } = createDeletion();

      expect(await adapter.auth(actor)).toBe('<p>requesting</p>');
      expect(requests()).toBe(0);
      expect(listenersOf(actor)).toBe(0);
    });
  });
}
