/** The page's text field. */
export function inputIn(page: Element): HTMLInputElement {
  return present(page.querySelector('input'), page);
}

export function selectIn(page: Element): HTMLSelectElement {
  return present(page.querySelector('select'), page);
}

/** The element with the problem of the text field; null if it has none. */
export function problemIn(page: Element): Element | null {
  const id = inputIn(page).getAttribute('aria-describedby');
  return id === null ? null : page.querySelector(`#${id}`);
}

/** Enters a text or a choice as a browser does. */
export function enter(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

export function submit(page: Element): void {
  present(page.querySelector('form'), page).requestSubmit();
}

function present<Found>(found: Found | null, page: Element): Found {
  if (found === null) throw new Error(`The page has no such element: ${page.innerHTML}`);
  return found;
}
