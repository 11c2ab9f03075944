import { createOutbox, type OpenOutbox, type Outbox } from './outbox.ts';

export interface Mail {
  /** The canonical address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The link in the text: opening it validates the address. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** The mailbox of every person at once. */
export type Mailbox = Outbox<Mail>;

export function createMailbox(): OpenOutbox<Mail> {
  return createOutbox();
}

/** The mail that asks to validate an address, in Synapse's words (`add_threepid.txt`). */
export function validationMail(
  to: string,
  { serverName, link, sentAt }: { serverName: string; link: string; sentAt: number },
): Mail {
  return {
    to,
    subject: `[${serverName}] Validate your email`,
    text: [
      'A request to add an email address to your Matrix account has been received. If this was you, ' +
        'please click the link below to confirm adding this email:',
      link,
      'If this was not you, you can safely ignore this email. Thank you.',
    ].join('\n\n'),
    link,
    sentAt,
  };
}
