import type { Person, PhoneNumber } from '@threepid/testing/journeys';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

type Surroundings = Pick<
  Person,
  'opensTheMail' | 'clicksTheLink' | 'clicksTheLinkElsewhere' | 'readsTheText' | 'waits' | 'wasSent'
>;

/** What a person has beside the client: their mail, their phone, their time. */
export function createSurroundings(page: Page): Surroundings {
  const mailbox = page.getByRole('region', { name: 'Mailbox' });
  const phone = page.getByRole('region', { name: 'Phone' });
  const taken = new Map<string, number>();

  /** What was sent to an address, newest first. */
  const sentTo = (box: Locator, address: string) =>
    box.getByRole('article').filter({ has: page.getByText(address, { exact: true }) });

  /** The oldest that nobody took yet. */
  async function take(box: Locator, address: string): Promise<Locator> {
    const before = taken.get(address) ?? 0;
    taken.set(address, before + 1);
    const sent = sentTo(box, address);
    await sent.nth(before).waitFor();
    return sent.nth((await sent.count()) - 1 - before);
  }

  const mailOf = (link: string) =>
    mailbox.getByRole('article').filter({ has: page.getByText(link, { exact: true }) });

  return {
    async opensTheMail(address) {
      const mail = await take(mailbox, address);
      return {
        subject: await mail.getByRole('heading').innerText(),
        text: await mail.innerText(),
        link: await mail.getByRole('link').innerText(),
      };
    },
    async clicksTheLink({ link }) {
      await mailOf(link).getByRole('link').click();
      const window = page.getByRole('dialog');
      const text = await window.frameLocator('iframe').getByText(/\S/u).first().innerText();
      await window.getByRole('button', { name: 'Close this window' }).click();
      return text;
    },
    async clicksTheLinkElsewhere({ link }) {
      const mail = mailOf(link);
      await mail.getByRole('button', { name: 'Open on another device' }).click();
      return await mail.getByRole('status').filter({ hasText: /\S/u }).innerText();
    },
    async readsTheText({ listed }) {
      const message = await take(phone, listed);
      const text = await message.getByText('code').innerText();
      return { text, code: /\d{6}/u.exec(text)?.[0] ?? '' };
    },
    waits: (milliseconds) => page.clock.fastForward(milliseconds),
    async wasSent(count, to: string | PhoneNumber) {
      const sent = typeof to === 'string' ? sentTo(mailbox, to) : sentTo(phone, to.listed);
      await eventually(async () => expect(await sent.count()).toBe(count));
    },
  };
}
