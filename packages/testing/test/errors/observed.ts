import type { Problem } from '@threepid/core';
import { problemIn } from '../paths/view.ts';
import type { View } from './acts.ts';

/** The last cell of a line of docs/errors.md that was seen on a real Synapse. */
export const SEEN = 'yes';

/** What the client is told. */
export function metIn(view: View): Problem | null {
  return problemIn(view) ?? ('problem' in view ? view.problem : null);
}

/** As much of a view as a row says. */
export function seenIn(view: View) {
  const fields = 'fields' in view ? Object.values(view.fields) : [];
  const blamed = fields.find((field) => field?.problem)?.attributes.name;
  return { problem: metIn(view)?.code, step: view.step, field: blamed };
}
