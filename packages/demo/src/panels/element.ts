/** Creates an element with these properties and children. */
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

/** Creates a panel with a title, next to the settings. */
export function panel(id: string, title: string, ...children: (Node | string)[]): HTMLElement {
  const heading = element('h2', { id: `${id}-heading` }, title);
  const made = element('section', { id, className: 'panel' }, heading, ...children);
  made.setAttribute('aria-labelledby', heading.id);
  return made;
}

/** Returns the page's element with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found;
}

/** A link to a section of the page. */
export type SectionLink = readonly [id: string, title: string];

/** Shows the links to the page's sections, for narrow screens. */
export function showSectionLinks(...links: readonly SectionLink[]): void {
  byId('sections').replaceChildren(
    ...links.map(([id, title]) => element('a', { href: `#${id}` }, title)),
  );
}

/** Shows in the link to a section how many items it has. */
export function showCount(id: string, count: number): void {
  const link = document.querySelector(`a[href="#${id}"]`);
  link?.querySelector('.count')?.remove();
  link?.append(element('span', { className: 'count' }, `${count}`));
}

export function timeOf(moment: number): string {
  const time = new Date(moment).toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' });
  return time.replace(/\s/u, '\u{a0}');
}
