import { describe, expect, it } from 'vitest';
import { waitFor } from 'xstate';
import type { Adapter } from './adapter.ts';
import { createWorld, startRemoval } from './world.ts';

export function describeRemoval({ removal: mount, shown }: Adapter): void {
  describe('a removal', () => {
    it('is carried out once the person confirms it', async () => {
      const { threepids, asked } = createWorld();
      const removal = await startRemoval(threepids);
      const { element } = await mount({ actor: removal });
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
      const { element } = await mount({ actor: removal });
      breakTimer();

      await shown(() => element.querySelector('button')?.click());

      expect(element.innerHTML).toBe('<p>failed</p>');
    });
  });
}
