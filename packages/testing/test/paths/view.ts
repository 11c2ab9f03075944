import {
  problemMessage,
  type AddThreepidView,
  type Field,
  type InteractiveAuthView,
  type Problem,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { expect } from 'vitest';
import { commandIn } from '../command.ts';

type View = ThreepidsView | AddThreepidView | RemoveThreepidView | InteractiveAuthView;

/** The commands of the views. */
export type Command =
  | 'open'
  | 'read'
  | 'add'
  | 'submit'
  | 'proceed'
  | 'resend'
  | 'editAddress'
  | 'back'
  | 'choose'
  | 'finish'
  | 'retry'
  | 'confirm'
  | 'cancel';

/** Whether the command is possible now. */
export function offers(view: View, name: Command): boolean {
  return find(view, name) !== null;
}

function find(view: View, name: Command) {
  if (name !== 'choose' || !('choices' in view)) return commandIn(view, name);
  return (wanted?: string) => view.choices.find(({ stage }) => stage === wanted)?.choose();
}

/** Runs a command of the view; throws if it is not possible now. */
export function press(view: View, name: Command, ...typed: string[]): void {
  const pressed = find(view, name);
  if (pressed === null) throw new Error(`The view offers no ${name}`);
  pressed(...typed);
}

/** The problem that the view shows, in its report or at a field. */
export function problemIn(view: View): Problem | null {
  const report = 'report' in view ? view.report : null;
  const fields = 'fields' in view ? Object.values<Field | null>(view.fields) : [];
  return report?.problem ?? fields.find((field) => field?.problem)?.problem ?? null;
}

/** Asserts that the view shows the machine's problem, and that it has a wording. */
export function expectShown(problem: Problem | null, view: View): void {
  expect(problemIn(view), 'the problem that the view shows').toEqual(problem);
  if (problem !== null) expect(problemMessage(en, problem)).not.toBe('');
}
