import { SYNAPSE_RATE_LIMIT, type Settings } from '../src/index.ts';
import type { SynapseOptions } from '../synapse/open-synapse.ts';
import {
  addressesDeniedShown,
  expiredLinkReplaced,
  mediaUnsupportedShown,
  rateLimitShown,
  type ClientCheck,
} from './client-checks.ts';
import type { Scenario } from './scenario.ts';
import { adding, addingRace, addingRequests } from './scenarios/adding.ts';
import { binding, identityServerDown, removingBound } from './scenarios/binding.ts';
import { addingAfterHead, emailLinks } from './scenarios/email-links.ts';
import { emailRequests } from './scenarios/email-requests.ts';
import { emailValidation } from './scenarios/email-validation.ts';
import {
  authExpiry,
  completedAuth,
  interactiveAuth,
  passwordJustGiven,
  wrongPasswords,
} from './scenarios/interactive-auth.ts';
import { delegateLimit, limits, otherDelegate } from './scenarios/limits.ts';
import { phoneNumbers, phoneRequests } from './scenarios/phone-requests.ts';
import { phoneCodes, phoneExpiry, phoneValidation } from './scenarios/phone-validation.ts';
import { reading, signedOut } from './scenarios/reading.ts';
import { removing, removingElsewhere } from './scenarios/removing.ts';
import { notServed, routing } from './scenarios/routing.ts';
import {
  addressesDenied,
  changesDisabled,
  errorsInhibited,
  linksExpired,
  mediaUnsupported,
  passwordsDisabled,
  TOKEN_LIFETIME,
} from './scenarios/settings.ts';
import { signOnOptional, singleSignOn } from './scenarios/single-sign-on.ts';

/** A setup of both homeservers, with the scenarios to run on it. The real servers start once for each. */
export interface Configuration {
  readonly name: string;
  readonly real: SynapseOptions;
  readonly simulated: Partial<Settings>;
  /** Run in this order, on one homeserver. */
  readonly scenarios: readonly Scenario[];
  /** Run after the scenarios. They cover only what the journeys do not. */
  readonly clientChecks?: readonly ClientCheck[];
}

export const configurations: readonly Configuration[] = [
  {
    name: 'with default settings',
    real: {},
    simulated: {},
    scenarios: [
      reading,
      signedOut,
      routing,
      notServed,
      emailRequests,
      emailValidation,
      emailLinks,
      addingRequests,
      adding,
      addingAfterHead,
      addingRace,
      interactiveAuth,
      completedAuth,
      phoneRequests,
      phoneNumbers,
      phoneValidation,
      phoneCodes,
      removing,
      removingElsewhere,
      removingBound,
      binding,
      phoneExpiry,
      authExpiry,
      // Must be the last one, because it stops the identity server.
      identityServerDown,
    ],
  },
  {
    name: 'with changes disabled',
    real: { synapse: { enable_3pid_changes: false } },
    simulated: { changesEnabled: false },
    scenarios: [changesDisabled],
  },
  {
    name: 'with errors inhibited, a session timeout for interactive auth and a scripted phone delegate',
    real: {
      synapse: {
        request_token_inhibit_3pid_errors: true,
        ui_auth: { session_timeout: '1h' },
      },
      phoneDelegate: 'scripted',
    },
    simulated: { inhibitErrors: true },
    scenarios: [errorsInhibited, passwordJustGiven, otherDelegate],
  },
  {
    name: 'without mail, phone delegate and passwords',
    real: {
      synapse: {
        email: undefined,
        account_threepid_delegates: undefined,
        password_config: { enabled: false },
      },
    },
    simulated: {
      mailServer: 'unconfigured',
      phoneDelegate: 'unconfigured',
      passwordLogin: false,
    },
    scenarios: [mediaUnsupported, passwordsDisabled],
    clientChecks: [mediaUnsupportedShown],
  },
  {
    name: 'with addresses denied and links that expire soon',
    real: {
      synapse: {
        allowed_local_3pids: [
          { medium: 'email', pattern: '^(?!.*@denied\\.example$)' },
          { medium: 'msisdn', pattern: '^336' },
        ],
      },
      mail: { validation_token_lifetime: TOKEN_LIFETIME },
    },
    simulated: {
      deniedAddresses: /@denied\.example$|^337/u,
      tokenLifetime: TOKEN_LIFETIME,
    },
    scenarios: [addressesDenied, linksExpired],
    clientChecks: [addressesDeniedShown, expiredLinkReplaced],
  },
  {
    name: 'with the default rate limits, and a phone delegate that sends few text messages',
    real: {
      synapse: { rc_3pid_validation: undefined, rc_login: undefined },
      sms: { 'msisdn.ratelimit.burst': '2', 'smsrule.44': 'reject' },
    },
    simulated: { rateLimit: SYNAPSE_RATE_LIMIT },
    scenarios: [limits, delegateLimit, wrongPasswords],
    clientChecks: [rateLimitShown],
  },
  {
    name: 'with single sign-on',
    real: { singleSignOn: true },
    simulated: {},
    scenarios: [singleSignOn, signOnOptional],
  },
];
