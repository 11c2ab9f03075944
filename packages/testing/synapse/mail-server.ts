import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { callbackify, promisify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { listenOnFreePort } from './free-port.ts';
import { createInbox } from './inbox.ts';

/** A mail that asks to validate an address. */
interface Mail {
  /** Where the mail was sent, as the homeserver writes the address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The link in the text: opening it validates the address. */
  readonly link: string;
}

/** Receives every mail that is sent to it, whoever it is for. */
export interface MailServer {
  readonly port: number;
  /** The addresses that mails were sent to, oldest first. */
  readonly mailed: readonly string[];
  nextMail(to: string): Promise<Mail>;
  /** Whether it takes mails; it does, until told otherwise. */
  accept(isAccepting: boolean): void;
  close(): Promise<void>;
}

/** A mail server on the loopback interface. */
export async function startMailServer(): Promise<MailServer> {
  const inbox = createInbox<Mail>('mail');
  let isAccepting = true;
  async function receive(source: Readable, { envelope }: SMTPServerSession): Promise<void> {
    if (!isAccepting) throw new Error('No mail is accepted');
    const mail = await readMail(await buffer(source));
    // Mail goes to who is on the envelope, whatever its header says.
    for (const { address } of envelope.rcptTo) inbox.deliver({ to: address, ...mail });
  }
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1000,
    // An error refuses the mail, and the homeserver tells its client.
    onData: callbackify(receive),
  });
  const port = await listenOnFreePort(smtp.server);
  const close = promisify(smtp.close.bind(smtp));
  return {
    port,
    mailed: inbox.addresses,
    nextMail: inbox.next,
    accept(accepts) {
      isAccepting = accepts;
    },
    async close() {
      inbox.close();
      await close();
    },
  };
}

async function readMail(source: Buffer): Promise<Omit<Mail, 'to'>> {
  const { subject = '', text = '' } = await PostalMime.parse(source);
  const link = /^https?:\/\/\S+$/m.exec(text)?.[0];
  if (link === undefined) throw new Error(`A mail without a link: ${text}`);
  return { subject, text, link };
}
