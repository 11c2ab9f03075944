import type { RequestLog } from '../request-log.ts';
import { element, panel } from './element.ts';

const MAX_SHOWN = 20;

/** Shows the client's latest requests, newest first. */
export function requests({ onRequest }: Pick<RequestLog, 'onRequest'>): HTMLElement {
  const list = element('ol', { className: 'requests' });
  onRequest(({ method, path, stage, response }) => {
    const sent = [method, path, stage ?? []].flat().join(' ');
    list.prepend(element('li', {}, element('span', {}, sent), element('strong', {}, response)));
    if (list.children.length > MAX_SHOWN) list.lastElementChild?.remove();
  });
  return panel('requests', 'Requests', list);
}
