import {
  problemMessage,
  type AddThreepidView,
  type Field,
  type Problem,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { expect } from 'vitest';
import { commandIn } from '../command.ts';

type View = ThreepidsView | AddThreepidView | RemoveThreepidView;

/** The functions of the views. */
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

/** Whether the view offers this now. */
export function offers(view: View, name: Command): boolean {
  return find(view, name) !== null;
}

function find(view: View, name: Command) {
  if (name !== 'choose' || !('choices' in view)) return commandIn(view, name);
  return (wanted?: string) => view.choices.find(({ stage }) => stage === wanted)?.choose();
}

/** Presses what the view has to offer now. */
export function press(view: View, name: Command, ...typed: string[]): void {
  const pressed = find(view, name);
  if (pressed === null) throw new Error(`The view offers no ${name}`);
  pressed(...typed);
}

/** What the view tells of: beside the form, or at one of its fields. */
export function problemIn(view: View): Problem | null {
  const report = 'report' in view ? view.report : null;
  const fields = 'fields' in view ? Object.values<Field | null>(view.fields) : [];
  return report?.problem ?? fields.find((field) => field?.problem)?.problem ?? null;
}

/** The problem that a machine has is one that its view tells of, and there are words for it. */
export function expectTold(problem: Problem | null, view: View): void {
  expect(problemIn(view), 'what the view tells of').toEqual(problem);
  if (problem !== null) expect(problemMessage(en, problem)).not.toBe('');
}
