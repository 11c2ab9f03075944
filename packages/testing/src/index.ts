export { createSimulatedHomeserver } from './simulated-homeserver/index.ts';
export { profiles } from './simulated-homeserver/profiles.ts';
export { SYNAPSE_RATE_LIMIT, SYNAPSE_SETTINGS } from './simulated-homeserver/settings.ts';

export type { Mail, Mailbox } from './mailbox.ts';
export type { Outbox } from './outbox.ts';
export type { Phone, TextMessage } from './phone.ts';
export type { AccountThreepid, Device, Threepid } from './simulated-homeserver/accounts.ts';
export type { AuthDialect } from './simulated-homeserver/auth-dialect.ts';
export type { Clock, Random } from './simulated-homeserver/environment.ts';
export type { ErrorCause, Dialect, ErrorCodes } from './simulated-homeserver/dialect.ts';
export type { Fault, Faults, FaultResponse } from './simulated-homeserver/faults.ts';
export type {
  SimulatedHomeserver,
  SimulatedHomeserverOptions,
} from './simulated-homeserver/index.ts';
export type { LoggedRequest } from './simulated-homeserver/request-log.ts';
export type { EndpointName } from './simulated-homeserver/endpoint-name.ts';
export type { Settings } from './simulated-homeserver/settings.ts';
