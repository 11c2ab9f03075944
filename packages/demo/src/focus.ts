import {
  addThreepidView,
  type AddThreepidActor,
  type AddThreepidView,
  type FieldName,
  type InteractiveAuthView,
} from '@threepid/core';

/** The view of one screen of an addition: the addition's own, or that of its interactive auth. */
export type ScreenView =
  Exclude<AddThreepidView, { readonly step: 'authenticating' }> | InteractiveAuthView;

/** The view that an addition showed last; null before its first one. */
export interface LastView {
  current: ScreenView | null;
}

/** Moves the focus to what the user needs next, when `view` replaces `previous` in the screen. */
export function moveFocus(
  screen: HTMLElement,
  previous: ScreenView | null,
  view: ScreenView,
): void {
  const target = focusTarget(previous, view);
  // An automatic change takes no focus from a user who is elsewhere on the page.
  if (target === null || (previous !== null && isElsewhere(screen))) return;
  const selector = target === 'heading' ? 'h3' : `[name="${target}"]`;
  const element = screen.querySelector<HTMLElement>(selector);
  element?.focus();
  // A wrong code is replaced; an address is corrected.
  if (target === 'token' && element instanceof HTMLInputElement) element.select();
}

/** Returns what gets the focus; null leaves it. */
function focusTarget(previous: ScreenView | null, view: ScreenView): FieldName | 'heading' | null {
  // A validation that survived a reload takes no focus: the user did nothing to show it.
  if (previous === null) return view.step === 'editing' ? view.focus : null;
  const problem = fieldProblem(view);
  const isNewProblem = problem !== null && problem !== fieldProblem(previous);
  // The password field is empty after each request, so the user enters it again.
  const isPasswordAgain = view.step === 'password' && isBusy(previous) && !isBusy(view);
  return view.step !== previous.step || isNewProblem || isPasswordAgain ? view.focus : null;
}

function isBusy(view: ScreenView): boolean {
  return 'isBusy' in view && view.isBusy;
}

/** Returns the code of the problem that the user solves in a field; null for none. */
function fieldProblem(view: ScreenView): string | null {
  // Whatever the problem is, the password was cleared and has to be entered again.
  if (view.step === 'password' && view.report) return view.report.problem.code;
  const fields = 'fields' in view ? Object.values(view.fields) : [];
  return fields.find((field) => field?.problem)?.problem?.code ?? null;
}

function isElsewhere(screen: HTMLElement): boolean {
  const { activeElement, body } = document;
  return activeElement !== body && !screen.contains(activeElement);
}

/**
 * Call it before an addition leaves the page. The focus goes to the list's heading if the list is now
 * longer, else to the button that started the addition.
 */
export function leaveAddition(addition: HTMLElement, actor: AddThreepidActor): void {
  const section = addition.parentElement;
  const heading = headingOf(addition);
  const isAdded = addThreepidView(actor).getSnapshot().step === 'added';
  if (isAdded) passFocusOn(addition, heading);
  else passFocusOn(addition, () => section?.querySelector('.add button'), heading);
}

/** Call it when a removal appears. The focus goes to its first button, which cancels. */
export function enterRemoval(removal: HTMLElement): void {
  removal.querySelector('button')?.focus();
}

/**
 * Call it before a removal leaves the page. The focus goes to the button that started it, or to the
 * list's heading if that button is gone. If the whole row goes, `leaveRow` moves the focus.
 */
export function leaveRemoval(removal: HTMLElement): void {
  const row = removal.parentElement;
  const heading = headingOf(removal);
  passFocusOn(
    removal,
    () => row?.querySelector('.remove'),
    () => (row?.isConnected === true ? heading() : null),
  );
}

/** Call it before a row leaves the page. The focus goes to the next row, else to the list's heading. */
export function leaveRow(row: HTMLElement): void {
  const next = row.nextElementSibling;
  passFocusOn(row, () => next?.querySelector('.remove'), headingOf(row));
}

/** Call it before a problem with the list leaves the page. The focus goes to the page's heading. */
export function leaveListProblem(listProblem: HTMLElement): void {
  const page = listProblem.parentElement;
  passFocusOn(listProblem, () => page?.querySelector('h1'));
}

/** Moves the focus to the heading of a page as soon as it exists. */
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
 * If an element that is about to leave the page has the focus, the first of `next` that takes it gets
 * it. Without this, browsers move the focus to the top of the page.
 */
function passFocusOn(leaving: HTMLElement, ...next: Find[]): void {
  if (!leaving.contains(document.activeElement)) return;
  queueMicrotask(() => {
    // React's strict mode unmounts an element without removing it.
    if (leaving.isConnected) return;
    for (const find of next) {
      const element = find();
      element?.focus();
      if (element && element === document.activeElement) return;
    }
  });
}
