import { describe, expect, it, vi } from 'vitest';
import type { ServerAdapter } from './adapter.ts';
import { createDeletion } from './deletion.ts';
import { createClient, listenersOf, OWN_LISTENERS, startAddition, startRemoval } from './client.ts';

/** Tests every adapter without a page, for a test file whose environment has none. */
export function describeAdapterOnServer(adapter: ServerAdapter): void {
  describe('on a server', () => {
    it('the list is idle, and no request is made', async () => {
      const { threepids, requested } = createClient();
      const send = vi.spyOn(threepids, 'send');

      expect(typeof document).toBe('undefined');
      expect(await adapter.list(threepids)).toBe('<p>idle</p>');
      expect(send).not.toHaveBeenCalled();
      expect(requested()).toEqual([]);
      expect(listenersOf(threepids)).toBe(OWN_LISTENERS);
    });

    it('an addition and a removal show their step, and get no subscriber', async () => {
      const { threepids } = createClient();
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
