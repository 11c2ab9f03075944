import {
  createSimulatedHomeserver,
  type Mail,
  type SimulatedHomeserver,
  type SimulatedHomeserverOptions,
  type TextMessage,
} from '../src/index.ts';
import { createInbox } from '../synapse/inbox.ts';
import { textOfPage } from '../synapse/page.ts';
import type { TestHomeserver } from './test-homeserver.ts';

/** A `TestHomeserver` on the simulated homeserver. */
export interface SimulatedTestHomeserver extends TestHomeserver {
  /** Gives access to settings, faults and received requests. */
  readonly homeserver: SimulatedHomeserver;
}

export function openSimulatedTestHomeserver(
  options?: SimulatedHomeserverOptions,
): SimulatedTestHomeserver {
  const homeserver = createSimulatedHomeserver(options);
  const mails = createInbox<Mail>('mail');
  const texts = createInbox<TextMessage>('text message');
  homeserver.mailbox.subscribe(mails.deliver);
  homeserver.phone.subscribe(texts.deliver);
  let accounts = 0;

  return {
    name: 'simulated homeserver',
    homeserver,
    get baseUrl() {
      return homeserver.baseUrl;
    },
    fetch: homeserver.fetch,
    async newAccount() {
      accounts += 1;
      // Contains characters that a client could trim or escape by mistake.
      const password = ` "the password" of person ${accounts} ä `;
      return { ...homeserver.addAccount({ userId: `person-${accounts}`, password }), password };
    },
    nextMail: mails.next,
    nextText: texts.next,
    sentTo: (address) => mails.count(address) + texts.count(address),
    async openLink(link) {
      const response = await homeserver.fetch(link);
      const text = await response.text();
      // Some homeservers validate only after the user presses a button on the page.
      if (!text.includes('<form method="post">')) return pageOf(response.status, text);
      const next = await homeserver.fetch(link, { method: 'POST' });
      return pageOf(next.status, await next.text());
    },
    async give(account, threepid) {
      homeserver.addThreepid(account.userId, threepid);
    },
    async close() {
      mails.close();
      texts.close();
    },
  };
}

function pageOf(status: number, text: string) {
  return { status, text: textOfPage(text) };
}
