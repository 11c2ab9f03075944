import { SYNAPSE_AUTH } from './auth-dialect.ts';
import { SYNAPSE_DIALECT } from './dialect.ts';
import type { Settings } from './settings.ts';

const { errorCodes } = SYNAPSE_DIALECT;

const DAY = 86_400_000;

/**
 * Settings of other homeservers that differ from `SYNAPSE_SETTINGS`. `docs/protocol/servers.md`, "Profiles",
 * has the source of each fact.
 *
 * @example createSimulatedHomeserver({ settings: profiles.tuwunel })
 */
export const profiles = {
  /** Synapse 1.163.2 with a Sydent for phone numbers. */
  synapse: {},
  /** The same, configured to hide which addresses are in use. */
  synapseInhibited: { inhibitErrors: true },
  /** Synapse 1.67.0, of 2022. */
  synapse167: {
    errorCodes: {
      ...errorCodes,
      emailUnsupported: [400, 'M_UNKNOWN'],
      phoneUnsupported: [400, 'M_UNKNOWN'],
      fieldMissing: [400, 'M_BAD_JSON'],
      fieldInvalid: [400, 'M_BAD_JSON'],
      numberInvalid: [400, 'M_UNKNOWN'],
      pathUnknown: [400, 'M_UNRECOGNIZED'],
      methodUnknown: [400, 'M_UNRECOGNIZED'],
    },
    retryAfterIn: ['retry_after_ms'],
    mailsWhileChangesDisabled: true,
    acceptsNullAuth: false,
  },
  /** Tuwunel, which supports email addresses and no phone numbers. */
  tuwunel: {
    errorCodes: {
      ...errorCodes,
      emailUnsupported: [403, 'M_THREEPID_DENIED'],
      notValidated: [403, 'M_THREEPID_AUTH_FAILED'],
      sessionExpired: [404, 'M_NOT_FOUND'],
      authSessionUnknown: [403, 'M_FORBIDDEN'],
    },
    interactiveAuth: {
      ...SYNAPSE_AUTH,
      unknownStage: 'challenge',
      keepsCompletedSession: false,
      includesCompleted: 'if not empty',
    },
    phoneDelegate: 'unconfigured',
    resentLink: 'replacement',
    linkNeedsConfirmation: true,
    sessionLifetime: 3_600_000,
    sessionsAddOnce: true,
    movesFromOtherAccounts: false,
  },
  /** Synapse with the error codes of the newest specification. */
  specification: {
    errorCodes: {
      ...errorCodes,
      changesDisabled: [403, 'M_FORBIDDEN'],
      mailNotSent: [400, 'M_EMAIL_SEND_ERROR'],
      codeWrong: [400, 'M_TOKEN_INCORRECT'],
      codeExpired: [400, 'M_SESSION_EXPIRED'],
      sessionExpired: [400, 'M_SESSION_EXPIRED'],
    },
    retryAfterIn: ['Retry-After'],
    sessionLifetime: DAY,
    movesFromOtherAccounts: false,
  },
  /**
   * Dendrite 0.13.8, which does not serve `POST /account/3pid/add`. Its interactive auth is the one
   * of a password change; combine the profile with `notServed: []` to use it for additions.
   */
  dendrite: {
    errorCodes: { ...errorCodes, emailUnsupported: [400, 'M_SERVER_NOT_TRUSTED'] },
    mailServer: 'unconfigured',
    notServed: ['requestMsisdnToken', 'submitEmailToken', 'submitMsisdnToken', 'addThreepid'],
    hasChangesCapability: false,
    listsTimestamps: false,
    returnsUnbindResult: false,
    interactiveAuth: {
      sessionOnly: 'challenge',
      unknownStage: 'challenge',
      wrongPassword: 'forbidden',
      acceptsUnknownSession: true,
      keepsCompletedSession: true,
      includesCompleted: 'always',
      nullParams: true,
    },
  },
  /**
   * Synapse with the interactive auth that Dendrite 0.13.8 has for deleting a device. Dendrite has
   * another implementation for changing the password.
   */
  dendriteDevices: {
    interactiveAuth: {
      ...SYNAPSE_AUTH,
      sessionOnly: 'malformed',
      unknownStage: 'malformed',
      acceptsUnknownSession: true,
      includesCompleted: 'always',
    },
  },
  /** Synapse 1.4 to 1.6, which added without interactive auth. */
  withoutInteractiveAuth: { interactiveAuth: null },
  /** Synapse with accounts that Matrix Authentication Service manages. */
  delegatedAuth: {
    changesEnabled: false,
    notServed: [
      'requestEmailToken',
      'requestMsisdnToken',
      'submitEmailToken',
      'submitMsisdnToken',
      'addThreepid',
      'deleteThreepid',
      'deleteDevice',
      'changePassword',
    ],
    authMetadata: {
      issuer: 'https://account.homeserver.org/',
      account_management_uri: 'https://account.homeserver.org/account/',
      account_management_actions_supported: ['org.matrix.profile', 'org.matrix.devices_list'],
    },
  },
} satisfies Record<string, Partial<Settings>>;
