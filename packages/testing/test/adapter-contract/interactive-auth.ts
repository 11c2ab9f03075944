import { interactiveAuthView } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Adapter } from './adapter.ts';
import { createDeletion } from './deletion.ts';
import { enter, submit } from './page.ts';
import { listenersOf } from './client.ts';

/** The accounts' password in `createDeletion`. */
const PASSWORD = 'opensesame';

export function describeInteractiveAuth({ auth, shown }: Adapter): void {
  describe('interactive auth', () => {
    it('starts when its component is mounted, and sends the password', async () => {
      const { actor, requests, until } = createDeletion();
      expect(requests()).toBe(0);

      const { element } = await auth({ actor });
      await shown(() => until('password'));
      expect(requests()).toBe(1);

      enter(passwordIn(element), PASSWORD);
      await shown(() => {
        submit(element);
        return until('settled');
      });

      expect(requests()).toBe(2);
      expect(element.textContent).toBe('settled');
    });

    it('shows the problem of a wrong password', async () => {
      const { actor, until } = createDeletion();
      const { element } = await auth({ actor });
      await shown(() => until('password'));

      enter(passwordIn(element), 'wrong');
      await shown(() => {
        submit(element);
        return until('passwordWrong');
      });

      expect(element.textContent).toBe('passwordWrong');
    });

    it('outlives its component, and makes no request when it is shown again', async () => {
      const { actor, requests, until } = createDeletion();
      const first = await auth({ actor });
      await shown(() => until('password'));

      await first.unmount();
      expect(listenersOf(actor)).toBe(0);
      const second = await auth({ actor });

      expect(passwordIn(second.element)).not.toBe(null);
      expect(requests()).toBe(1);
    });

    it('shows how it ended, also in a component that is mounted afterwards', async () => {
      const { actor, requests, until } = createDeletion();
      const { element } = await auth({ actor });
      await shown(() => until('password'));

      await shown(() => actor.send({ type: 'auth.cancel' }));
      expect(element.textContent).toBe('cancelled');

      const later = await auth({ actor });
      expect(later.element.textContent).toBe('cancelled');
      expect(interactiveAuthView(actor).getSnapshot().back).toBe(null);
      expect(requests()).toBe(1);
    });

    it('shows the interactive auth of the actor that its component gets', async () => {
      const first = createDeletion();
      const second = createDeletion();
      const { element, show } = await auth({ actor: first.actor });
      await shown(() => first.until('password'));

      await show({ actor: second.actor });
      await shown(() => second.until('password'));
      await shown(() => second.actor.send({ type: 'auth.cancel' }));

      expect(element.textContent).toBe('cancelled');
      expect(listenersOf(first.actor)).toBe(0);
      expect(second.requests()).toBe(1);
    });
  });
}

function passwordIn(page: Element): HTMLInputElement {
  const field = page.querySelector<HTMLInputElement>('[name="password"]');
  if (field === null) throw new Error(`The page has no password field: ${page.innerHTML}`);
  return field;
}
