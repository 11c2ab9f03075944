import type { TextMessage } from '@threepid/testing';
import type { Arriving } from './arriving.ts';
import { element, panel, showCount, timeOf } from './element.ts';

/** The text messages of everybody, newest first. */
export function phone({ subscribe }: Arriving<TextMessage>): HTMLElement {
  const empty = element('p', { className: 'empty' }, 'No text message yet.');
  const texts = element('div', { className: 'texts' }, empty);
  subscribe((text) => {
    empty.remove();
    texts.prepend(shown(text));
    showCount('phone', texts.children.length);
  });
  return panel('phone', 'Phone', texts);
}

function shown({ to, text, sentAt }: TextMessage): HTMLElement {
  return element(
    'article',
    { className: 'text' },
    element('p', { className: 'hint' }, 'To ', element('bdi', {}, `+${to}`), `, ${timeOf(sentAt)}`),
    element('p', { className: 'bubble' }, text),
  );
}
