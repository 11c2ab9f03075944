import type { Journey } from './journey.ts';
import { askingOtherwise } from './stories/asking-otherwise.ts';
import { cancelling } from './stories/cancelling.ts';
import { email } from './stories/email.ts';
import { interactiveAuth } from './stories/interactive-auth.ts';
import { link } from './stories/link.ts';
import { mistakes } from './stories/mistakes.ts';
import { phone } from './stories/phone.ts';
import { removal } from './stories/removal.ts';
import { trouble } from './stories/trouble.ts';
import { waiting } from './stories/waiting.ts';

/** Every story, by theme. */
export const journeys: readonly Journey[] = [
  ...email,
  ...phone,
  ...removal,
  ...link,
  ...waiting,
  ...mistakes,
  ...interactiveAuth,
  ...askingOtherwise,
  ...cancelling,
  ...trouble,
];

export { homeserverHabits, missingFor, tell } from './journey.ts';
export { habitsOf } from './simulated-habits.ts';

export type { Addresses, Fate, Fault, HomeserverHabit, Journey, Need, Scene } from './journey.ts';
export type {
  Action,
  Person,
  PhoneNumber,
  ReceivedMail,
  ReceivedText,
  Screen,
  ScreenDetails,
} from './person.ts';
