import type { Observed } from '../exchanges.ts';
import { element, panel } from './element.ts';

const SHOWN = 20;

/** What the client asked of the homeserver, newest first. */
export function requests({ onExchange }: Pick<Observed, 'onExchange'>): HTMLElement {
  const list = element('ol', { className: 'requests' });
  onExchange(({ method, path, stage, answer }) => {
    const asked = [method, path, stage ?? []].flat().join(' ');
    list.prepend(element('li', {}, element('span', {}, asked), element('strong', {}, answer)));
    if (list.children.length > SHOWN) list.lastElementChild?.remove();
  });
  return panel('requests', 'Requests', list);
}
