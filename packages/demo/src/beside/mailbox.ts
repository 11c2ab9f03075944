import type { Mail } from '@threepid/testing';
import type { Arriving } from './arriving.ts';
import { element, panel, showCount, timeOf } from './element.ts';

/** The mails of everybody, newest first; `waysToOpen` answers a mail's link, and what else opens it. */
export function mailbox(
  { subscribe }: Arriving<Mail>,
  waysToOpen: (mail: Mail) => readonly [link: HTMLElement, ...HTMLElement[]],
): HTMLElement {
  const empty = element('p', { className: 'empty' }, 'No mail yet.');
  const mails = element('div', { className: 'mails' }, empty);
  subscribe((mail) => {
    empty.remove();
    mails.prepend(shown(mail));
    showCount('mailbox', mails.children.length);
  });
  return panel('mailbox', 'Mailbox', mails);

  function shown(mail: Mail): HTMLElement {
    const [link, ...others] = waysToOpen(mail);
    const [before = '', after = ''] = mail.text.split(mail.link);
    return element(
      'article',
      { className: 'mail' },
      element('h3', {}, mail.subject),
      element(
        'p',
        { className: 'hint' },
        'To ',
        element('bdi', {}, mail.to),
        `, ${timeOf(mail.sentAt)}`,
      ),
      element('p', {}, before.trim()),
      element('p', {}, link),
      element('p', {}, after.trim()),
      ...others,
    );
  }
}
