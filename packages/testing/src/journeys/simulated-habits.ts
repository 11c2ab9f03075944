import { profiles } from '../simulated-homeserver/profiles.ts';
import type { Settings } from '../simulated-homeserver/settings.ts';
import type { HomeserverHabit } from './journey.ts';

/** How a simulated homeserver takes on each habit, and gives it up. */
export function habitsOf(
  settings: Settings,
): Readonly<Record<HomeserverHabit, (isSo: boolean) => void>> {
  return {
    'sends no mail': (is) => (settings.mailServer = is ? 'refusing' : 'working'),
    'sends no text messages': (is) => (settings.phoneDelegate = is ? 'down' : 'working'),
    'keeps to itself who has an address': (is) => (settings.inhibitErrors = is),
    'starts over after a wrong password': (is) =>
      (settings.wrongPasswordSession = is ? 'new' : 'same'),
    'takes no passwords': (is) => (settings.passwordLogin = !is),
    'allows no changes': (is) => (settings.changesEnabled = !is),
    'manages accounts elsewhere': (is) => {
      settings.changesEnabled = !is;
      settings.authMetadata = is ? profiles.delegatedAuth.authMetadata : null;
    },
  };
}
