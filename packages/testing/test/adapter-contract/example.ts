import { threepidsView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { describe, expect, it, vi } from 'vitest';
import type { Adapter } from './adapter.ts';
import { enter, submit } from './page.ts';
import { createClient } from './client.ts';

/** The README's example from the list to every screen that a user meets without an unusual homeserver. */
export function describeExample({ account, shown }: Adapter): void {
  async function open(world = createClient()) {
    const { element } = await account({ actor: world.threepids });
    const reads = (text: string) =>
      vi.waitFor(
        async () => {
          await shown(() => undefined);
          expect(element.textContent).toContain(text);
        },
        { interval: 5 },
      );
    const press = (label: string) =>
      shown(() => {
        const buttons = [...element.querySelectorAll('button')];
        const button = buttons.find(({ textContent }) => textContent === label);
        if (button === undefined) throw new Error(`No button "${label}": ${element.innerHTML}`);
        button.click();
      });
    const type = (name: string, value: string) => {
      const field = element.querySelector<HTMLInputElement>(`[name="${name}"]`);
      if (field === null) throw new Error(`No field "${name}": ${element.innerHTML}`);
      enter(field, value);
    };
    return { ...world, element, reads, press, type, send: () => shown(() => submit(element)) };
  }

  describe("the README's example", () => {
    it('adds an email address', async () => {
      const { homeserver, reads, press, type, send } = await open();
      await reads('alice@example.org');
      await press(en.actions.add.email);
      type('address', 'bob@example.org');
      await send();
      await reads('Check your email');

      await press(en.actions.proceed);
      await reads(en.fields.password.email);
      type('password', 'wrong');
      await send();
      await reads(en.problems.passwordWrong({ code: 'passwordWrong' }));
      type('password', 'opensesame');
      await send();
      await reads(en.problems.notValidated({ code: 'notValidated', medium: 'email' }));

      await homeserver.fetch(homeserver.mailbox.latest()?.link ?? '');
      await press(en.actions.proceed);
      await reads('was added to your account');
      await reads('bob@example.org');
    });

    it('adds a phone number', async () => {
      const { homeserver, element, reads, press, type, send } = await open();
      await reads('alice@example.org');
      await press(en.actions.add.msisdn);
      await send();
      await reads(en.problems.countryUnknown({ code: 'countryUnknown' }));
      const country = element.querySelector('select');
      if (country !== null) enter(country, 'FR');
      type('address', '06 11 22 33 44');
      await send();
      await reads('Check your phone');
      type('token', homeserver.phone.latest()?.code ?? '');
      await send();
      await reads(en.fields.password.msisdn);
      await press(en.actions.back);
      await reads('Code accepted');

      await press(en.actions.proceed);
      await reads(en.fields.password.msisdn);
      type('password', 'opensesame');
      await send();
      await reads('+33611223344');
    });

    it('removes an email address', async () => {
      const { element, reads, press } = await open();
      await reads('alice@example.org');
      await press(en.actions.remove);
      await reads("It's the only email address on your account.");
      await shown(() => element.querySelector<HTMLElement>('li form button:last-of-type')?.click());
      await reads('was removed from your account');
      expect(element.querySelector('li')).toBe(null);
    });

    it('reads the list again after it failed', async () => {
      const world = createClient();
      const body = { errcode: 'M_UNKNOWN_TOKEN' };
      world.homeserver.faults.add({ outcome: { status: 401, body } });
      const { reads, press } = await open(world);
      await reads(en.problems.signedOut({ code: 'signedOut', soft: false }));
      await press(en.actions.read);
      await reads('alice@example.org');
    });

    it('shows the list, and no way to change it, if the homeserver allows no changes', async () => {
      const world = createClient();
      world.homeserver.settings.changesEnabled = false;
      const { element, threepids, reads } = await open(world);
      await reads('alice@example.org');
      await reads(en.problems.changesDisabled({ code: 'changesDisabled' }));
      expect(threepidsView(threepids).getSnapshot().step).toBe('unavailable');
      expect(element.querySelector('button')).toBe(null);
    });
  });
}
