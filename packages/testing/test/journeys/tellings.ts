import {
  problemMessage,
  type AddThreepidView,
  type FieldName,
  type InteractiveAuthView,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** Something that a view tells, in words. */
export interface Telling {
  /** As information, as an error, or beside a field. */
  readonly as: 'status' | 'alert' | FieldName;
  readonly words: string;
}

/** All that a view tells. */
export function tellingsOf(
  view: AddThreepidView | InteractiveAuthView | RemoveThreepidView | ThreepidsView,
): Telling[] {
  const tellings: Telling[] = [];
  if ('notice' in view && view.notice) {
    tellings.push({ as: 'status', words: en.list.notice(view.notice) });
  }
  if ('report' in view && view.report) {
    const { role, problem } = view.report;
    tellings.push({ as: role, words: problemMessage(en, problem) });
  }
  const fields = 'fields' in view ? Object.values(view.fields) : [];
  for (const field of fields) {
    if (!field?.problem) continue;
    tellings.push({ as: field.attributes.name, words: problemMessage(en, field.problem) });
  }
  return tellings;
}
