import type { PhoneNumber, User } from '@threepid/testing/journeys';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** The user's actions outside the client: with their mail, their phone, the homeserver's pages and time. */
export type OutsideActions = Pick<
  User,
  | 'opensTheMail'
  | 'clicksTheLink'
  | 'clicksTheLinkOnAnotherDevice'
  | 'readsTheText'
  | 'waits'
  | 'wasSent'
  | 'authenticatedWith'
  | 'finishesOnThePage'
  | 'approvesOnThePage'
  | 'closesThePage'
  | 'solvesTheCaptcha'
  | 'givesUpOnTheCaptcha'
>;

/** How the user opens an email's link. */
export interface LinkOpener {
  /** Opens it in another window of the same browser and closes that window. Returns the page's text. */
  readonly here: (link: Locator) => Promise<string>;
  /** Opens it on another device. Returns the page's text. */
  readonly onAnotherDevice: (mail: Locator, url: string) => Promise<string>;
}

function press(within: Locator | FrameLocator, name: string): Promise<void> {
  return within.getByRole('button', { name, exact: true }).click();
}

/** Returns the actions with the mailbox, the phone and the clock of a page of the demo. */
export function createOutsideActions(page: Page, opener: LinkOpener): OutsideActions {
  const mailbox = page.getByRole('region', { name: 'Mailbox' });
  const phone = page.getByRole('region', { name: 'Phone' });
  /** How many messages to each address the user has read. */
  const read = new Map<string, number>();

  /** The messages to an address, newest first. */
  const sentTo = (box: Locator, address: string) =>
    box.getByRole('article').filter({ has: page.getByText(address, { exact: true }) });

  /** Returns the oldest unread message to an address. */
  async function nextUnread(box: Locator, address: string): Promise<Locator> {
    const before = read.get(address) ?? 0;
    read.set(address, before + 1);
    const sent = sentTo(box, address);
    await sent.nth(before).waitFor();
    return sent.nth((await sent.count()) - 1 - before);
  }

  /** A window over the page: a page of the homeserver, or the client's captcha. */
  const window = page.getByRole('dialog');
  const frame = window.frameLocator('iframe');

  const mailWith = (link: string) =>
    mailbox.getByRole('article').filter({ has: page.getByText(link, { exact: true }) });

  return {
    async opensTheMail(address) {
      const mail = await nextUnread(mailbox, address);
      return {
        subject: await mail.getByRole('heading').innerText(),
        text: await mail.innerText(),
        link: await mail.getByRole('link').innerText(),
      };
    },
    clicksTheLink: ({ link }) => opener.here(mailWith(link).getByRole('link')),
    clicksTheLinkOnAnotherDevice: ({ link }) => opener.onAnotherDevice(mailWith(link), link),
    async readsTheText({ listed }) {
      const message = await nextUnread(phone, listed);
      const text = await message.getByText('code').innerText();
      return { text, code: /\d{6}/u.exec(text)?.[0] ?? '' };
    },
    async finishesOnThePage(as = 'themselves') {
      await frame.getByRole('heading', { name: "Confirm it's you to continue" }).waitFor();
      const account = frame.getByLabel('Account');
      if ((await account.count()) > 0) await account.fill(as === 'themselves' ? 'alice' : 'bob');
      await press(frame, 'Continue');
      if (as === 'themselves') await window.waitFor({ state: 'detached' });
      else await frame.getByText("That doesn't look right").waitFor();
    },
    approvesOnThePage: () => frame.getByRole('heading', { name: 'Approved' }).waitFor(),
    closesThePage: () => press(window, 'Close this window'),
    solvesTheCaptcha: () => press(window, "I'm not a robot"),
    givesUpOnTheCaptcha: () => press(window, 'Not now'),
    waits: (milliseconds) => page.clock.fastForward(milliseconds),
    async wasSent(count, to: string | PhoneNumber) {
      const sent = typeof to === 'string' ? sentTo(mailbox, to) : sentTo(phone, to.listed);
      await eventually(async () => expect(await sent.count()).toBe(count));
    },
    async authenticatedWith(...stages) {
      const path = 'POST /account/3pid/add';
      const requests = page.getByRole('region', { name: 'Requests' }).getByText(path);
      const expected = stages.map((stage) => [path, stage ?? []].flat().join(' '));
      await eventually(async () => {
        expect((await requests.allInnerTexts()).toReversed()).toEqual(expected);
      });
    },
  };
}
