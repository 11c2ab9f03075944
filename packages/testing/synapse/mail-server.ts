import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { callbackify, promisify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { listenOnFreePort } from './free-port.ts';
import { createInbox } from './inbox.ts';

/** A mail with a link that validates an address. */
interface Mail {
  /** The recipient, as the homeserver writes the address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The link in the text. */
  readonly link: string;
}

/** A mail server that receives the mails to every address. */
export interface MailServer {
  readonly port: number;
  /** The recipients of all mails so far, oldest first. */
  readonly mailRecipients: readonly string[];
  nextMail(to: string): Promise<Mail>;
  /** Accepts or refuses the next mails; it accepts them by default. */
  setAccepting(isAccepting: boolean): void;
  close(): Promise<void>;
}

/** Starts a mail server on the loopback interface. */
export async function startMailServer(): Promise<MailServer> {
  const inbox = createInbox<Mail>('mail');
  let isAccepting = true;
  async function receive(source: Readable, { envelope }: SMTPServerSession): Promise<void> {
    if (!isAccepting) throw new Error('The mail server refuses mail');
    const mail = await readMail(await buffer(source));
    // The envelope decides the recipients, not the header.
    for (const { address } of envelope.rcptTo) inbox.deliver({ to: address, ...mail });
  }
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1000,
    // If it throws, the server refuses the mail, and the homeserver responds to its client with an error.
    onData: callbackify(receive),
  });
  const port = await listenOnFreePort(smtp.server);
  const close = promisify(smtp.close.bind(smtp));
  return {
    port,
    mailRecipients: inbox.addresses,
    nextMail: inbox.next,
    setAccepting(accepting) {
      isAccepting = accepting;
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
