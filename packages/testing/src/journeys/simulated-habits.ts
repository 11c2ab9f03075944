import { SYNAPSE_AUTH } from '../simulated-homeserver/auth-dialect.ts';
import { PASSWORD, SINGLE_SIGN_ON } from '../simulated-homeserver/auth-flows.ts';
import { profiles } from '../simulated-homeserver/profiles.ts';
import type { Settings } from '../simulated-homeserver/settings.ts';
import type { HomeserverHabit } from './journey.ts';

const DUMMY = 'm.login.dummy';

/** How a simulated homeserver takes on each habit, and gives it up. */
export function habitsOf(
  settings: Settings,
): Readonly<Record<HomeserverHabit, (isSo: boolean) => void>> {
  const asks = (flows: Settings['authFlows']) => (is: boolean) => {
    settings.authFlows = is ? flows : null;
  };
  const asksAs = (make: Settings['interactiveAuth']) => (is: boolean) => {
    settings.interactiveAuth = is ? make : SYNAPSE_AUTH;
  };
  return {
    'sends no mail': (is) => (settings.mailServer = is ? 'refusing' : 'working'),
    'sends no text messages': (is) => (settings.phoneDelegate = is ? 'down' : 'working'),
    'keeps to itself who has an address': (is) => (settings.inhibitErrors = is),
    'starts over after a wrong password': (is) =>
      (settings.wrongPasswordSession = is ? 'new' : 'same'),
    'takes no passwords': (is) => (settings.passwordLogin = !is),
    'allows no changes': (is) => (settings.changesEnabled = !is),
    'offers single sign-on': asks([[SINGLE_SIGN_ON], [PASSWORD]]),
    'wants single sign-on after the password': asks([[PASSWORD, SINGLE_SIGN_ON]]),
    // And a stage that needs nobody, so that nobody notices it.
    'wants a captcha before the password': asks([['m.login.recaptcha', PASSWORD, DUMMY]]),
    'wants what no client knows': asks([['org.example.fingerprint']]),
    'wants a dummy stage after the password': asks([[PASSWORD, DUMMY]]),
    'wants a dummy stage alone': asks([[DUMMY]]),
    'refuses a wrong password without asking again': asksAs(profiles.dendrite.interactiveAuth),
    'never asks who is there': asksAs(null),
    'asks for ever who is there': (is) => (settings.neverAcceptsAuth = is),
    'manages accounts elsewhere': (is) => {
      settings.changesEnabled = !is;
      settings.authMetadata = is ? profiles.delegatedAuth.authMetadata : null;
    },
  };
}
