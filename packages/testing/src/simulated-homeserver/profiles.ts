import { SYNAPSE_AUTH } from './auth-dialect.ts';
import { SYNAPSE_DIALECT } from './dialect.ts';
import type { Settings } from './settings.ts';

const { refusals } = SYNAPSE_DIALECT;

const DAY = 86_400_000;

/**
 * What differs from `SYNAPSE_SETTINGS` on other homeservers: `createSimulatedHomeserver({ settings:
 * profiles.tuwunel })`. `docs/protocol/servers.md` has the sources.
 */
export const profiles = {
  /** Synapse 1.163.2 with a Sydent for phone numbers. */
  synapse: {},
  /** The same, keeping to itself which addresses are in use. */
  synapseInhibited: { inhibitErrors: true },
  /** Synapse 1.67.0, of 2022. */
  synapse167: {
    refusals: {
      ...refusals,
      emailUnsupported: [400, 'M_UNKNOWN'],
      phoneUnsupported: [400, 'M_UNKNOWN'],
      fieldMissing: [400, 'M_BAD_JSON'],
      fieldInvalid: [400, 'M_BAD_JSON'],
      numberUnreadable: [400, 'M_UNKNOWN'],
      pathUnknown: [400, 'M_UNRECOGNIZED'],
      methodUnknown: [400, 'M_UNRECOGNIZED'],
    },
    tellsWait: ['retry_after_ms'],
    mailsWhileDisabled: true,
    readsNullAuth: false,
  },
  /** Tuwunel, which validates email addresses itself and knows no phone numbers. */
  tuwunel: {
    refusals: {
      ...refusals,
      emailUnsupported: [403, 'M_THREEPID_DENIED'],
      notValidated: [403, 'M_THREEPID_AUTH_FAILED'],
      sessionExpired: [404, 'M_NOT_FOUND'],
      authSessionUnknown: [403, 'M_FORBIDDEN'],
    },
    interactiveAuth: {
      ...SYNAPSE_AUTH,
      unknownStage: 'nothing',
      keepsCompleted: false,
      tellsCompleted: 'where there is any',
    },
    phoneDelegate: 'unconfigured',
    resentLink: 'the only one',
    linkAsks: true,
    sessionLifetime: 3_600_000,
    spendsSessions: true,
    takesFromOthers: false,
  },
  /** The specification's newest codes, wherever it has one. */
  specification: {
    refusals: {
      ...refusals,
      changesDisabled: [403, 'M_FORBIDDEN'],
      mailNotSent: [400, 'M_EMAIL_SEND_ERROR'],
      codeWrong: [400, 'M_TOKEN_INCORRECT'],
      codeExpired: [400, 'M_SESSION_EXPIRED'],
      sessionExpired: [400, 'M_SESSION_EXPIRED'],
    },
    tellsWait: ['Retry-After'],
    sessionLifetime: DAY,
    takesFromOthers: false,
  },
  /**
   * Dendrite 0.13.8, which adds nothing by the endpoints of today. Its interactive auth is the one of
   * a change of password; `notServed: []` beside it shows what it would ask of an addition.
   */
  dendrite: {
    refusals: { ...refusals, emailUnsupported: [400, 'M_SERVER_NOT_TRUSTED'] },
    mailServer: 'unconfigured',
    notServed: ['requestMsisdnToken', 'submitEmailToken', 'submitMsisdnToken', 'addThreepid'],
    showsChanges: false,
    listsTimes: false,
    tellsUnbinding: false,
    interactiveAuth: {
      sessionAlone: 'asks again',
      unknownStage: 'nothing',
      wrongPassword: 'refused',
      takesAnySession: true,
      keepsCompleted: true,
      tellsCompleted: 'always',
      nullParams: true,
    },
  },
  /**
   * What Dendrite 0.13.8 asks where a device is removed, which is another thing than where a password
   * is changed, on a homeserver that is Synapse otherwise.
   */
  dendriteDevices: {
    interactiveAuth: {
      ...SYNAPSE_AUTH,
      sessionAlone: 'malformed',
      unknownStage: 'malformed',
      takesAnySession: true,
      tellsCompleted: 'always',
    },
  },
  /** Synapse 1.4 to 1.6, which added without asking who is there. */
  withoutInteractiveAuth: { interactiveAuth: null },
  /** A Synapse whose accounts live in Matrix Authentication Service. */
  delegatedAuth: {
    changesEnabled: false,
    notServed: [
      'requestEmailToken',
      'requestMsisdnToken',
      'submitEmailToken',
      'submitMsisdnToken',
      'addThreepid',
      'deleteThreepid',
    ],
    authMetadata: {
      issuer: 'https://account.homeserver.org/',
      account_management_uri: 'https://account.homeserver.org/account/',
      account_management_actions_supported: ['org.matrix.profile', 'org.matrix.devices_list'],
    },
  },
} satisfies Record<string, Partial<Settings>>;
