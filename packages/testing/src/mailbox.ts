import { createOutbox, type WritableOutbox, type Outbox } from './outbox.ts';

export interface Mail {
  /** The canonical address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The link in the text. Opening it validates the address. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** The mails to all addresses. */
export type Mailbox = Outbox<Mail>;

export function createMailbox(): WritableOutbox<Mail> {
  return createOutbox();
}

/** The mail for validating an address, with Synapse's text (`add_threepid.txt`). */
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
