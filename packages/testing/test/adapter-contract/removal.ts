import { describe, expect, it } from 'vitest';
import { waitFor } from 'xstate';
import type { Adapter } from './adapter.ts';
import { createClient, startRemoval } from './client.ts';

export function describeRemoval({ removal: mount, shown }: Adapter): void {
  describe('a removal', () => {
    it('starts when the user confirms it', async () => {
      const { threepids, requested } = createClient();
      const removal = await startRemoval(threepids);
      const { element } = await mount({ actor: removal });
      expect(element.innerHTML).toBe('<button>alice@example.org</button>');
      expect(requested()).not.toContain('deleteThreepid');

      await shown(() => {
        element.querySelector('button')?.click();
        return waitFor(removal, (snapshot) => snapshot.status === 'done');
      });

      expect(element.innerHTML).toBe('<p>removed</p>');
      expect(requested()).toContain('deleteThreepid');
    });

    it('shows that its actor failed', async () => {
      const { threepids, breakTimer } = createClient();
      const removal = await startRemoval(threepids);
      const { element } = await mount({ actor: removal });
      breakTimer();

      await shown(() => element.querySelector('button')?.click());

      expect(element.innerHTML).toBe('<p>failed</p>');
    });
  });
}
