// The running list of an account's threepids.
export { createThreepids } from './create-threepids.ts';

// The machines, for diagrams, inspection and tests that walk them.
export { threepidsMachine } from './machines/threepids.ts';
export { addThreepidMachine } from './machines/add-threepid.ts';
export { removeThreepidMachine } from './machines/remove-threepid.ts';

// What a UI may show and do.
export { threepidsView } from './view/threepids-view.ts';
export { addThreepidView } from './view/add-threepid-view.ts';
export { removeThreepidView } from './view/remove-threepid-view.ts';

// Wording; a language is an entry point of its own.
export { problemMessage, stepMessage, threepidShown } from './messages/messages.ts';

// Small things with one job.
export { countries } from './countries.ts';
export { Secret } from './secret.ts';

export type { Entry, Medium, Threepid } from './address.ts';
export type { Clock } from './clock.ts';
export type { Country } from './countries.ts';
export type { AuthStageHandler, ThreepidsActor, ThreepidsOptions } from './create-threepids.ts';
export type { ListedThreepid, StageParams, UnbindResult } from './homeserver/port.ts';
export type { Problem, ProblemCode } from './homeserver/problem.ts';
export type { AddThreepidEvent } from './machines/add-threepid-model.ts';
export type { RemoveThreepidEvent } from './machines/remove-threepid.ts';
export type { Notice, ThreepidsEvent } from './machines/threepids-model.ts';
export type { Messages, StepAbout, StepMessage } from './messages/messages.ts';
export type { PendingStorage } from './pending/pending-store.ts';
export type {
  AddThreepidActor,
  AddThreepidBusy,
  AddThreepidView,
  AuthChoice,
} from './view/add-threepid-view.ts';
export type { Field, FieldAttributes, FieldName, Report } from './view/field.ts';
export type { RemoveThreepidActor, RemoveThreepidView } from './view/remove-threepid-view.ts';
export type { ThreepidRow, ThreepidsView } from './view/threepids-view.ts';
export type { ViewSource } from './view/view-source.ts';
