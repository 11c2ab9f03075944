import type { Mail } from '@threepid/testing';
import type { World } from '../world.ts';
import { element, panel, showCount, timeOf } from './element.ts';
import { openElsewhere, openLink } from './open-link.ts';

/** The mails of everybody, newest first. */
export function mailbox({ homeserver }: World): HTMLElement {
  const empty = element('p', { className: 'empty' }, 'No mail yet.');
  const mails = element('div', { className: 'mails' }, empty);
  homeserver.mailbox.subscribe((mail) => {
    empty.remove();
    mails.prepend(shown(mail));
    showCount('mailbox', homeserver.mailbox.sent.length);
  });
  return panel('mailbox', 'Mailbox', mails);

  function shown(mail: Mail): HTMLElement {
    const link = element('a', { href: mail.link, className: 'link' }, mail.link);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void openLink(homeserver, mail.link);
    });
    const said = element('p', { className: 'hint', role: 'status' });
    const elsewhere = element(
      'button',
      { type: 'button', className: 'button small' },
      'Open on another device',
    );
    elsewhere.addEventListener('click', () => {
      void openElsewhere(homeserver, mail.link, said);
    });
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
      elsewhere,
      said,
    );
  }
}
