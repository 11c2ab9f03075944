import { addThreepidView, type AddThreepidActor, type Field } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Adapter } from './adapter.ts';
import { enter, inputIn, selectIn } from './page.ts';
import { createClient, startAddition, untilSent } from './client.ts';

export function describeFields({ fields, shown }: Adapter): void {
  describe('the props of a field', () => {
    it.each(['email', 'msisdn'] as const)(
      'become the attributes of the view: %s',
      async (medium) => {
        const { threepids } = createClient();
        const addition = await startAddition(threepids, medium);
        const { element } = await fields({ actor: addition });

        await shown(() => addition.send({ type: 'address.submit', address: 'x', country: '' }));

        expect(fieldsOf(addition).some(({ problem }) => problem !== null)).toBe(true);
        for (const { attributes } of fieldsOf(addition)) {
          const rendered = attributesOf(element.querySelector(`#${attributes.id}`));
          expect(rendered).toMatchObject({ ...attributes, required: '' });
        }
      },
    );

    it('start the fields with the earlier values, and keep the text that is entered after that', async () => {
      const { threepids } = createClient();
      const addition = await startAddition(threepids, 'msisdn');
      await shown(async () => {
        addition.send({ type: 'address.submit', address: '06 11 22 33 44', country: 'FR' });
        await untilSent(addition);
        addition.send({ type: 'address.edit' });
      });

      const { element, show } = await fields({ actor: addition });
      expect(inputIn(element).value).toBe('06 11 22 33 44');
      expect(selectIn(element).value).toBe('FR');

      enter(inputIn(element), '07400 123456');
      enter(selectIn(element), 'GB');
      await show({ actor: addition, hint: 'another render' });

      expect(element.textContent).toContain('another render');
      expect(inputIn(element).value).toBe('07400 123456');
      expect(selectIn(element).value).toBe('GB');
    });
  });
}

function fieldsOf(actor: AddThreepidActor): readonly Field[] {
  const view = addThreepidView(actor).getSnapshot();
  if (view.step !== 'editing') throw new Error(`The step ${view.step} has no such fields`);
  return [view.fields.address, view.fields.country].filter((field) => field !== null);
}

function attributesOf(element: Element | null) {
  return Object.fromEntries(
    Array.from(element?.attributes ?? [], ({ name, value }) => [name, value]),
  );
}
