import type { Mail } from '@threepid/testing';
import { element, panel, showCount, timeOf } from './element.ts';
import type { Feed } from './feed.ts';

/** Shows the emails to all addresses, newest first. `linksOf` creates an email's link and other controls that open it. */
export function mailbox(
  { subscribe }: Feed<Mail>,
  linksOf: (mail: Mail) => readonly [link: HTMLElement, ...HTMLElement[]],
): HTMLElement {
  const empty = element('p', { className: 'empty' }, 'No emails yet.');
  const mails = element('div', { className: 'mails' }, empty);
  subscribe((mail) => {
    empty.remove();
    mails.prepend(shown(mail));
    showCount('mailbox', mails.children.length);
  });
  return panel('mailbox', 'Mailbox', mails);

  function shown(mail: Mail): HTMLElement {
    const [link, ...others] = linksOf(mail);
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
