import { addThreepidView, stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { describe, expect, it } from 'vitest';
import type { Adapter } from './adapter.ts';
import { enter, inputIn, problemIn, submit } from './page.ts';
import { createClient, listenersOf, startAddition, untilSent } from './client.ts';

export function describeAddition({ addition: mount, shown }: Adapter): void {
  describe('an addition', () => {
    it('shows the next screen after the address is submitted', async () => {
      const { threepids, homeserver } = createClient();
      const addition = await startAddition(threepids);
      const { element } = await mount({ actor: addition });

      enter(inputIn(element), 'bob@example.org');
      await shown(() => {
        submit(element);
        return untilSent(addition);
      });

      expect(headingIn(element)).toBe(headingOf(addition));
      expect(element.querySelector('input')).toBe(null);
      expect(addThreepidView(addition).getSnapshot().step).toBe('validatingByLink');
      expect(homeserver.mailbox.sent.map(({ to }) => to)).toEqual(['bob@example.org']);
    });

    it('keeps the text of the field across renders', async () => {
      const { threepids } = createClient();
      const addition = await startAddition(threepids);
      const { element, show } = await mount({ actor: addition });
      const field = inputIn(element);

      enter(field, 'bob');
      await shown(() => submit(element));
      expect(problemIn(element)?.textContent).toBe(
        en.problems.emailMalformed({ code: 'emailMalformed' }),
      );
      expect(field.value).toBe('bob');

      enter(field, 'bob@example.org');
      await show({ actor: addition });
      await shown(() => addition.send({ type: 'list.change', owned: [] }));
      expect(inputIn(element)).toBe(field);
      expect(field.value).toBe('bob@example.org');
    });

    it('restores the text of a form that was reset when the address is rejected', async () => {
      const { threepids } = createClient();
      const addition = await startAddition(threepids);
      const { element } = await mount({ actor: addition });

      enter(inputIn(element), 'bob');
      await shown(() => {
        submit(element);
        element.querySelector('form')?.reset();
      });

      expect(problemIn(element)).not.toBe(null);
      expect(inputIn(element).value).toBe('bob');
    });

    it('starts the field with the address when the user goes back to it', async () => {
      const { threepids } = createClient();
      const addition = await startAddition(threepids);
      const { element } = await mount({ actor: addition });
      await shown(() => {
        addition.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
        return untilSent(addition);
      });

      await shown(() => addition.send({ type: 'address.edit' }));

      expect(inputIn(element).value).toBe('bob@example.org');
    });

    it('keeps running when its component is unmounted, and the next one shows its latest view', async () => {
      const { threepids } = createClient();
      const addition = await startAddition(threepids);
      const before = listenersOf(addition);
      const first = await mount({ actor: addition });

      await first.unmount();
      expect(listenersOf(addition)).toBe(before);
      addition.send({ type: 'address.submit', address: 'bob@example.org', country: '' });
      await untilSent(addition);

      const second = await mount({ actor: addition });
      expect(headingIn(second.element)).toBe(headingOf(addition));
    });

    it('follows the actor that its component receives', async () => {
      const { threepids } = createClient();
      const first = await startAddition(threepids);
      const second = await startAddition(threepids);
      const { element, show } = await mount({ actor: first });
      expect(inputIn(element).id).toBe(`${first.id}-address`);

      await show({ actor: second });
      await shown(() => second.send({ type: 'address.submit', address: '', country: '' }));

      expect(inputIn(element).id).toBe(`${second.id}-address`);
      expect(problemIn(element)?.textContent).toBe(en.problems.emailEmpty({ code: 'emailEmpty' }));
    });

    it('shows that its actor failed', async () => {
      const { threepids, breakTimer } = createClient();
      const addition = await startAddition(threepids);
      const { element } = await mount({ actor: addition });
      breakTimer();

      enter(inputIn(element), 'bob@example.org');
      await shown(() => submit(element));

      expect(addThreepidView(addition).getSnapshot().step).toBe('failed');
      expect(headingIn(element)).toBe(headingOf(addition));
    });
  });
}

function headingIn(page: Element): string | undefined {
  return page.querySelector('h2')?.textContent;
}

function headingOf(actor: AddThreepidActor): string {
  const view = addThreepidView(actor).getSnapshot();
  if (view.step === 'authenticating') throw new Error('Interactive auth has the heading');
  return stepMessage(en, view).heading;
}
