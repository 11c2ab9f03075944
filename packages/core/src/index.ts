// The running list of an account's threepids.
export { createThreepids } from './create-threepids.ts';

// What a UI may show and do.
export { additionsOf, threepidsView } from './list/view.ts';
export { addThreepidView, busyOf } from './add/view.ts';
export { removeThreepidView } from './remove/view.ts';
export { interactiveAuthView, startInteractiveAuth } from './interactive-auth/view.ts';

// Wording; each language is an entry point of its own.
export {
  authMessage,
  listStatus,
  problemMessage,
  shownThreepid,
  stepMessage,
} from './messages/messages.ts';

export { countries } from './countries.ts';
export { Secret } from './secret.ts';

export type { AddThreepidEvent } from './add/context.ts';
export type { AddThreepidActor, AddThreepidBusy, AddThreepidView } from './add/view.ts';
export type { Clock } from './clock.ts';
export type { Country } from './countries.ts';
export type { ThreepidsOptions } from './create-threepids.ts';
export type { ListedThreepid, StageParams, UnbindResult } from './homeserver/homeserver.ts';
export type { Problem, ProblemCode } from './homeserver/problem.ts';
export type { InteractiveAuthEvent } from './interactive-auth/machine.ts';
export type {
  InteractiveAuthActor,
  InteractiveAuthView,
  StageChoice,
} from './interactive-auth/view.ts';
export type { Notice, ThreepidsEvent } from './list/context.ts';
export type { ThreepidRow, ThreepidsActor, ThreepidsView } from './list/view.ts';
export type {
  AddThreepidStep,
  AuthStepInfo,
  Messages,
  StepInfo,
  StepMessage,
} from './messages/messages.ts';
export type { PendingStorage } from './pending/pending-store.ts';
export type { AuthStageHandler, AuthStages, OpenFallback } from './provide-interactive-auth.ts';
export type { RemoveThreepidEvent } from './remove/machine.ts';
export type { RemoveThreepidActor, RemoveThreepidView } from './remove/view.ts';
export type { Entry, Medium, Threepid } from './threepid.ts';
export type { StepView } from './view-parts/command.ts';
export type { Field, FieldAttributes, FieldName, Report } from './view-parts/field.ts';
export type { ViewSource } from './view-parts/view-source.ts';
