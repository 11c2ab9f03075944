import {
  problemMessage,
  type AddThreepidView,
  type FieldName,
  type InteractiveAuthView,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** A message that a view shows, in words. */
export interface ShownMessage {
  /** The role of its element, or the field that it belongs to. */
  readonly at: 'status' | 'alert' | FieldName;
  readonly words: string;
}

/** Returns the notice, the report and the fields' problems of a view. */
export function shownMessages(
  view: AddThreepidView | InteractiveAuthView | RemoveThreepidView | ThreepidsView,
): ShownMessage[] {
  const messages: ShownMessage[] = [];
  if ('notice' in view && view.notice) {
    messages.push({ at: 'status', words: en.list.notice(view.notice) });
  }
  if ('report' in view && view.report) {
    const { role, problem } = view.report;
    messages.push({ at: role, words: problemMessage(en, problem) });
  }
  const fields = 'fields' in view ? Object.values(view.fields) : [];
  for (const field of fields) {
    if (!field?.problem) continue;
    messages.push({ at: field.attributes.name, words: problemMessage(en, field.problem) });
  }
  return messages;
}
