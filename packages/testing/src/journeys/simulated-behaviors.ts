import { SYNAPSE_AUTH } from '../simulated-homeserver/auth-dialect.ts';
import { OAUTH, PASSWORD, SINGLE_SIGN_ON } from '../simulated-homeserver/auth-flows.ts';
import { profiles } from '../simulated-homeserver/profiles.ts';
import type { Settings } from '../simulated-homeserver/settings.ts';
import type { HomeserverBehavior } from './journey.ts';

const DUMMY = 'm.login.dummy';

/** Returns the functions that turn each behavior of a simulated homeserver on and off. */
export function behaviorSwitches(
  settings: Settings,
): Readonly<Record<HomeserverBehavior, (isOn: boolean) => void>> {
  const requires = (flows: Settings['authFlows']) => (isOn: boolean) => {
    settings.authFlows = isOn ? flows : null;
  };
  const challengesAs = (interactiveAuth: Settings['interactiveAuth']) => (isOn: boolean) => {
    settings.interactiveAuth = isOn ? interactiveAuth : SYNAPSE_AUTH;
  };
  return {
    'sends no mail': (isOn) => (settings.mailServer = isOn ? 'refusing' : 'working'),
    'sends no text messages': (isOn) => (settings.phoneDelegate = isOn ? 'down' : 'working'),
    'hides whether an address is taken': (isOn) => (settings.inhibitErrors = isOn),
    'starts a new session after a wrong password': (isOn) =>
      (settings.wrongPasswordSession = isOn ? 'new' : 'same'),
    'accepts no passwords': (isOn) => (settings.passwordLogin = !isOn),
    'allows no changes': (isOn) => (settings.changesEnabled = !isOn),
    'offers single sign-on': requires([[SINGLE_SIGN_ON], [PASSWORD]]),
    'requires single sign-on after the password': requires([[PASSWORD, SINGLE_SIGN_ON]]),
    // The dummy stage needs no input, so the user does not notice it.
    'requires a captcha before the password': requires([['m.login.recaptcha', PASSWORD, DUMMY]]),
    'requires approval with OAuth': requires([[OAUTH]]),
    'requires an unknown stage': requires([['org.example.fingerprint']]),
    'requires a dummy stage after the password': requires([[PASSWORD, DUMMY]]),
    'requires only a dummy stage': requires([[DUMMY]]),
    'rejects a wrong password with a plain 403': challengesAs(profiles.dendrite.interactiveAuth),
    'requires no authentication': challengesAs(null),
    'never accepts authentication': (isOn) => (settings.neverAcceptsAuth = isOn),
    'manages accounts elsewhere': (isOn) => {
      settings.changesEnabled = !isOn;
      settings.authMetadata = isOn ? profiles.delegatedAuth.authMetadata : null;
    },
  };
}
