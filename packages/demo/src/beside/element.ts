/** Makes an element with these properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/** A titled part of the world beside the page. */
export function panel(id: string, title: string, ...children: (Node | string)[]): HTMLElement {
  const heading = element('h2', { id: `${id}-heading` }, title);
  const made = element('section', { id, className: 'panel' }, heading, ...children);
  made.setAttribute('aria-labelledby', heading.id);
  return made;
}

/** The element of the page that has this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found;
}

/** The way to a part of the page. */
export type PartLink = readonly [id: string, title: string];

/** Shows the ways to the parts of the page, for narrow screens. */
export function showParts(...parts: readonly PartLink[]): void {
  byId('parts').replaceChildren(
    ...parts.map(([id, title]) => element('a', { href: `#${id}` }, title)),
  );
}

/** Shows on the way to a part how much there is in it. */
export function showCount(id: string, count: number): void {
  const link = document.querySelector(`a[href="#${id}"]`);
  link?.querySelector('.count')?.remove();
  link?.append(element('span', { className: 'count' }, `${count}`));
}

export function timeOf(moment: number): string {
  const time = new Date(moment).toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' });
  return time.replace(/\s/u, '\u{a0}');
}
