import {
  addThreepidView,
  type AddThreepidActor,
  type AddThreepidView,
  type FieldName,
} from '@threepid/core';

/** Has the focus follow the eye, now that `view` is shown where `previous` was; null for the first one. */
export function moveFocus(
  addition: HTMLElement,
  previous: AddThreepidView | null,
  view: AddThreepidView,
): void {
  const target = focusTarget(previous, view);
  // What happens by itself takes the focus from nobody who is busy elsewhere.
  if (target === null || (previous !== null && isElsewhere(addition))) return;
  const selector = target === 'heading' ? 'h3' : `[name="${target}"]`;
  const element = addition.querySelector<HTMLElement>(selector);
  element?.focus();
  // A wrong code is typed anew; an address is mended.
  if (target === 'token' && element instanceof HTMLInputElement) element.select();
}

/** What has the focus from now on; null leaves it where it is. */
function focusTarget(
  previous: AddThreepidView | null,
  view: AddThreepidView,
): FieldName | 'heading' | null {
  // A validation that outlived its page is there from the start: nobody asked for it just now.
  if (previous === null) return view.step === 'editing' ? view.focus : null;
  const problem = fieldProblem(view);
  const isBlamedAnew = problem !== null && problem !== fieldProblem(previous);
  return view.step !== previous.step || isBlamedAnew ? view.focus : null;
}

/** The code of the problem that a field is to blame for; null where there is none. */
function fieldProblem(view: AddThreepidView): string | null {
  const fields = 'fields' in view ? Object.values(view.fields) : [];
  return fields.find((field) => field?.problem)?.problem?.code ?? null;
}

function isElsewhere(addition: HTMLElement): boolean {
  const { activeElement, body } = document;
  return activeElement !== body && !addition.contains(activeElement);
}

/**
 * Called before an addition goes: the focus goes to the heading of the list that is now longer, or
 * back to the button that started it.
 */
export function leaveAddition(addition: HTMLElement, actor: AddThreepidActor): void {
  const section = addition.parentElement;
  const heading = headingOf(addition);
  const isAdded = addThreepidView(actor).getSnapshot().step === 'added';
  if (isAdded) handFocusOver(addition, heading);
  else handFocusOver(addition, () => section?.querySelector('.add button'), heading);
}

/** Called when a removal is there: what changes nothing has the focus first. */
export function enterRemoval(removal: HTMLElement): void {
  removal.querySelector('button')?.focus();
}

/**
 * Called before a removal goes: the focus goes back to the button that started it, or to the list's
 * heading where nothing may be removed any more. Where the row goes as well, that looks after it.
 */
export function leaveRemoval(removal: HTMLElement): void {
  const row = removal.parentElement;
  const heading = headingOf(removal);
  handFocusOver(
    removal,
    () => row?.querySelector('.remove'),
    () => (row?.isConnected === true ? heading() : null),
  );
}

/** Called before a row goes: the focus goes to the row that takes its place, else to the list's heading. */
export function leaveRow(row: HTMLElement): void {
  const next = row.nextElementSibling;
  handFocusOver(row, () => next?.querySelector('.remove'), headingOf(row));
}

/** Called before trouble with the list goes: the focus goes to the top of the page, which is read anew. */
export function leaveTrouble(trouble: HTMLElement): void {
  const page = trouble.parentElement;
  handFocusOver(trouble, () => page?.querySelector('h1'));
}

/** Brings the focus to the heading of a page, as soon as there is one. */
export function focusHeading(page: HTMLElement): void {
  const focus = () => {
    const heading = page.querySelector('h1');
    heading?.focus();
    return heading !== null;
  };
  if (focus()) return;
  const observer = new MutationObserver(() => {
    if (focus()) observer.disconnect();
  });
  observer.observe(page, { childList: true, subtree: true });
}

type Find = () => HTMLElement | null | undefined;

function headingOf(part: HTMLElement): Find {
  const section = part.closest('section:has(h2)');
  return () => section?.querySelector('h2');
}

/**
 * If an element that is about to go has the focus, the first of `next` that can have it then gets it,
 * where a browser would let it fall back to the top of the page.
 */
function handFocusOver(going: HTMLElement, ...next: Find[]): void {
  if (!going.contains(document.activeElement)) return;
  queueMicrotask(() => {
    // React's strict mode only pretends to take it away.
    if (going.isConnected) return;
    for (const find of next) {
      const element = find();
      element?.focus();
      if (element && element === document.activeElement) return;
    }
  });
}
