import type { Mail } from '@threepid/testing';
import * as v from 'valibot';
import type { Mount } from './client.ts';
import { openOwnHomeserver, startOwnHomeserver } from './own-homeserver.ts';
import { byId, element } from './panels/element.ts';
import type { Feed } from './panels/feed.ts';
import { mailbox } from './panels/mailbox.ts';
import { phone } from './panels/phone.ts';
import { signInMessage } from './sign-in/problem.ts';
import { bodyOf, requestJson } from './sign-in/request.ts';

/** How often new emails and text messages are requested, in milliseconds. */
const POLL_INTERVAL = 1_000;

// The responses of the server that `npm run start:synapse` starts.
const TestAccount = v.object({ homeserver: v.string(), user: v.string(), password: v.string() });
const message = { to: v.string(), text: v.string(), sentAt: v.number() };
const link = v.pipe(v.string(), v.regex(/^https?:\/\//u));
const Mails = v.array(v.object({ ...message, subject: v.string(), link }));
const Texts = v.array(v.object({ ...message, code: v.string() }));

/**
 * Starts a page on a real homeserver on this machine: signs in to an account that was created for it,
 * and shows the emails and text messages that arrive.
 */
export async function startRealHomeserver(mount: Mount): Promise<void> {
  const account = bodyOf(await requestJson(fetch, 'real/account.json'), TestAccount);
  if (account === null) {
    startOwnHomeserver(
      mount,
      'No homeserver is running for this page. Start one with npm run start:synapse.',
    );
    return;
  }
  byId('messages').append(
    mailbox(polledFeed('real/mails.json', Mails), linksOf),
    phone(polledFeed('real/texts.json', Texts)),
  );
  const { signIn, showForm } = openOwnHomeserver(mount, {
    column: byId('tools'),
    links: [
      ['mailbox', 'Mailbox'],
      ['phone', 'Phone'],
    ],
    details: [
      element('p', {}, 'This account was created for this page.'),
      // Hidden at first, so that no screenshot shows it by accident.
      element(
        'details',
        { className: 'password' },
        element('summary', {}, 'Show its password'),
        element('code', {}, account.password),
      ),
    ],
  });
  const problem = await signIn(account);
  if (problem !== null) showForm(account, signInMessage(problem));
}

function linksOf({ link: href }: Mail) {
  const opened = { href, target: '_blank', rel: 'noreferrer', className: 'link' };
  return [element('a', opened, href)] as const;
}

/** Requests a list again and again, and passes each new item on. */
function polledFeed<Item>(url: string, list: v.GenericSchema<unknown, Item[]>): Feed<Item> {
  return {
    subscribe(listener: (item: Item) => void): void {
      let seen = 0;
      const poll = async () => {
        const items = bodyOf(await requestJson(fetch, url), list) ?? [];
        for (const item of items.slice(seen)) listener(item);
        seen = Math.max(seen, items.length);
        setTimeout(poll, POLL_INTERVAL);
      };
      void poll();
    },
  };
}
