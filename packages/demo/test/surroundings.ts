import type { Person, PhoneNumber } from '@threepid/testing/journeys';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** What a person has beside the client: their mail, their phone, their time. */
export type Surroundings = Pick<
  Person,
  | 'opensTheMail'
  | 'clicksTheLink'
  | 'clicksTheLinkElsewhere'
  | 'readsTheText'
  | 'waits'
  | 'wasSent'
  | 'proved'
  | 'confirmsThere'
  | 'closesThePage'
  | 'solvesTheCaptcha'
  | 'givesTheCaptchaUp'
>;

/** How a mail's link is opened. */
export interface Opening {
  /** In another window of the same browser, that is closed again; answers the words of its page. */
  readonly here: (link: Locator) => Promise<string>;
  /** On another device. */
  readonly elsewhere: (mail: Locator, url: string) => Promise<string>;
}

function pressIn(within: Locator | FrameLocator, name: string): Promise<void> {
  return within.getByRole('button', { name, exact: true }).click();
}

/** The mailbox, the phone and the clock of the demo's page. */
export function createSurroundings(page: Page, { here, elsewhere }: Opening): Surroundings {
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

  /** What opens over the page: pages of the homeserver, and the client's captcha. */
  const window = page.getByRole('dialog');

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
    clicksTheLink: ({ link }) => here(mailOf(link).getByRole('link')),
    clicksTheLinkElsewhere: ({ link }) => elsewhere(mailOf(link), link),
    async readsTheText({ listed }) {
      const message = await take(phone, listed);
      const text = await message.getByText('code').innerText();
      return { text, code: /\d{6}/u.exec(text)?.[0] ?? '' };
    },
    async confirmsThere(as = 'themselves') {
      const frame = window.frameLocator('iframe');
      await frame.getByRole('heading', { name: "Confirm it's you to continue" }).waitFor();
      const account = frame.getByLabel('Account');
      if ((await account.count()) > 0) await account.fill(as === 'themselves' ? 'alice' : 'bob');
      await pressIn(frame, 'Continue');
      if (as === 'themselves') await window.waitFor({ state: 'detached' });
      else await frame.getByText("That doesn't look right").waitFor();
    },
    closesThePage: () => pressIn(window, 'Close this window'),
    solvesTheCaptcha: () => pressIn(window, 'I am no robot'),
    givesTheCaptchaUp: () => pressIn(window, 'Not now'),
    waits: (milliseconds) => page.clock.fastForward(milliseconds),
    async wasSent(count, to: string | PhoneNumber) {
      const sent = typeof to === 'string' ? sentTo(mailbox, to) : sentTo(phone, to.listed);
      await eventually(async () => expect(await sent.count()).toBe(count));
    },
    async proved(...stages) {
      const path = 'POST /account/3pid/add';
      const requests = page.getByRole('region', { name: 'Requests' }).getByText(path);
      const expected = stages.map((stage) => [path, stage ?? []].flat().join(' '));
      await eventually(async () => {
        expect((await requests.allInnerTexts()).toReversed()).toEqual(expected);
      });
    },
  };
}
