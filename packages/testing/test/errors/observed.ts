import { problemOn, stepOf, type Screen } from '../helpers/screen.ts';

/** The last cell of a line of docs/errors.md that was confirmed on a real Synapse. */
export const CONFIRMED = 'yes';

/** The part of a screen that a case states. */
export function observedOn(screen: Screen) {
  const fields = screen.flatMap((view) => ('fields' in view ? Object.values(view.fields) : []));
  const field = fields.find((each) => each?.problem)?.attributes.name;
  return { problem: problemOn(screen)?.code, step: stepOf(screen), field };
}
