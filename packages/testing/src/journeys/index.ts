import type { Journey } from './journey.ts';
import { cancelling } from './stories/cancelling.ts';
import { email } from './stories/email.ts';
import { failures } from './stories/failures.ts';
import { interactiveAuth } from './stories/interactive-auth.ts';
import { link } from './stories/link.ts';
import { mistakes } from './stories/mistakes.ts';
import { phone } from './stories/phone.ts';
import { removal } from './stories/removal.ts';
import { unusualAuth } from './stories/unusual-auth.ts';
import { waiting } from './stories/waiting.ts';

/** All stories, grouped by theme. */
export const journeys: readonly Journey[] = [
  ...email,
  ...phone,
  ...removal,
  ...link,
  ...waiting,
  ...mistakes,
  ...interactiveAuth,
  ...unusualAuth,
  ...cancelling,
  ...failures,
];

export { homeserverBehaviors, missingFor, runJourney } from './journey.ts';
export { behaviorSwitches } from './simulated-behaviors.ts';

export type {
  Addresses,
  Controls,
  Fault,
  HomeserverBehavior,
  Journey,
  JourneySetup,
  Need,
} from './journey.ts';
export type {
  Action,
  PhoneNumber,
  ReceivedMail,
  ReceivedText,
  Screen,
  ScreenDetails,
  User,
} from './user.ts';
