/** The page's text field. */
export function inputIn(page: Element): HTMLInputElement {
  return there(page.querySelector('input'), page);
}

export function selectIn(page: Element): HTMLSelectElement {
  return there(page.querySelector('select'), page);
}

/** What the text field's problem is said in; null where there is none. */
export function problemIn(page: Element): Element | null {
  const id = inputIn(page).getAttribute('aria-describedby');
  return id === null ? null : page.querySelector(`#${id}`);
}

/** As a browser enters a text, or a choice. */
export function enter(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

export function submit(page: Element): void {
  there(page.querySelector('form'), page).requestSubmit();
}

function there<Found>(found: Found | null, page: Element): Found {
  if (found === null) throw new Error(`it is not in the page: ${page.innerHTML}`);
  return found;
}
