import type { TextMessage } from '@threepid/testing';
import { element, panel, showCount, timeOf } from './element.ts';
import type { Feed } from './feed.ts';

/** Shows the text messages to all numbers, newest first. */
export function phone({ subscribe }: Feed<TextMessage>): HTMLElement {
  const empty = element('p', { className: 'empty' }, 'No text messages yet.');
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
