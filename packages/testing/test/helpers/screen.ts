import {
  addThreepidView,
  interactiveAuthView,
  type AddThreepidActor,
  type AddThreepidView,
  type Field,
  type InteractiveAuthView,
  type Problem,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';

export type View = ThreepidsView | AddThreepidView | RemoveThreepidView | InteractiveAuthView;

/** The views that the user sees at the same time: interactive auth comes after its addition. */
export type Screen = readonly View[];

/** The screen of an addition. */
export function screenOf(actor: AddThreepidActor): Screen {
  const view = addThreepidView(actor).getSnapshot();
  return 'auth' in view ? [view, interactiveAuthView(view.auth).getSnapshot()] : [view];
}

/** The step that names the screen. */
export function stepOf(screen: Screen): View['step'] | undefined {
  return screen.at(-1)?.step;
}

/** The first screen of an addition that matches, now or later. */
export function onceOnScreen(
  actor: AddThreepidActor,
  matches: (screen: Screen) => boolean,
): Promise<Screen> {
  return new Promise((resolve) => {
    const observed = new Set<object>();
    const check = () => {
      const view = addThreepidView(actor).getSnapshot();
      if ('auth' in view && !observed.has(view.auth)) {
        observed.add(view.auth);
        interactiveAuthView(view.auth).subscribe(check);
      }
      const screen = screenOf(actor);
      if (matches(screen)) resolve(screen);
    };
    addThreepidView(actor).subscribe(check);
    check();
  });
}

/** Whether a request of the user is in progress. */
export function isBusy(screen: Screen): boolean {
  return screen.some((view) => 'busy' in view && view.busy !== null);
}

/** The problem that a view shows: its report, or the problem of one of its fields. */
function problemIn(view: View): Problem | null {
  const report = 'report' in view ? view.report : null;
  const fields = 'fields' in view ? Object.values<Field | null>(view.fields) : [];
  const reported = report?.problem ?? fields.find((field) => field?.problem)?.problem;
  return reported ?? ('problem' in view ? view.problem : null);
}

/** The problem that a screen shows. */
export function problemOn(screen: Screen): Problem | null {
  return screen.map(problemIn).find((problem) => problem !== null) ?? null;
}
