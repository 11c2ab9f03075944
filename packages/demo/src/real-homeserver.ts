import type { Mail } from '@threepid/testing';
import * as v from 'valibot';
import { byId, element } from './beside/element.ts';
import { mailbox } from './beside/mailbox.ts';
import { phone } from './beside/phone.ts';
import type { Mount } from './client.ts';
import { openOwnHomeserver, startOwnHomeserver } from './own-homeserver.ts';
import { ask, bodyOf } from './sign-in/ask.ts';
import { signInMessage } from './sign-in/problem.ts';

/** In milliseconds, how often one looks for mails and texts. */
const INTERVAL = 1_000;

// What the server that `npm run start:synapse` starts answers besides the pages.
const GivenAccount = v.object({ homeserver: v.string(), user: v.string(), password: v.string() });
const message = { to: v.string(), text: v.string(), sentAt: v.number() };
const link = v.pipe(v.string(), v.regex(/^https?:\/\//u));
const Mails = v.array(v.object({ ...message, subject: v.string(), link }));
const Texts = v.array(v.object({ ...message, code: v.string() }));

/**
 * Puts a page on a real homeserver of this machine and signs in to an account that was made for it,
 * beside the mails and the texts that really arrive.
 */
export async function startRealHomeserver(mount: Mount): Promise<void> {
  const given = bodyOf(await ask(fetch, 'real/account.json'), GivenAccount);
  if (given === null) {
    startOwnHomeserver(
      mount,
      'No homeserver runs beside this page; npm run start:synapse starts one.',
    );
    return;
  }
  byId('messages').append(
    mailbox(arriving('real/mails.json', Mails), waysToOpen),
    phone(arriving('real/texts.json', Texts)),
  );
  const { signIn, showForm } = openOwnHomeserver(mount, {
    column: byId('trying'),
    parts: [
      ['mailbox', 'Mailbox'],
      ['phone', 'Phone'],
    ],
    about: [
      element('p', {}, 'It was made for this page.'),
      // So that it is on no screenshot that nobody wanted it on.
      element(
        'details',
        { className: 'password' },
        element('summary', {}, 'Its password'),
        element('code', {}, given.password),
      ),
    ],
  });
  const problem = await signIn(given);
  if (problem !== null) showForm(given, signInMessage(problem));
}

function waysToOpen({ link: href }: Mail) {
  const opened = { href, target: '_blank', rel: 'noreferrer', className: 'link' };
  return [element('a', opened, href)] as const;
}

/** Hands over what is listed there, and each item that comes to it. */
function arriving<Item>(url: string, list: v.GenericSchema<unknown, Item[]>) {
  return {
    subscribe(listener: (item: Item) => void): void {
      let seen = 0;
      const look = async () => {
        const items = bodyOf(await ask(fetch, url), list) ?? [];
        for (const item of items.slice(seen)) listener(item);
        seen = Math.max(seen, items.length);
        setTimeout(look, INTERVAL);
      };
      void look();
    },
  };
}
