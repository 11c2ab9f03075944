import {
  addThreepidView,
  type AddThreepidActor,
  type AddThreepidView,
  type Medium,
  type ThreepidsView,
} from '@threepid/core';

/** What a UI may show and do on one screen of an addition. */
export type StepView<Step extends AddThreepidView['step']> = Extract<
  AddThreepidView,
  { step: Step }
>;

/** Whether what is under way is the request for another mail or text, and not for what comes after it. */
export function isResending({ busy }: AddThreepidView): boolean {
  return busy === 'resendingToken' || busy === 'retrying';
}

/** What a UI may show and do once the list was read. */
export type ListView = Extract<ThreepidsView, { step: 'ready' | 'unavailable' }>;

/** The additions that belong below the threepids of one medium. */
export function additionsOf(view: ListView, medium: Medium): AddThreepidActor[] {
  const additions = view.step === 'ready' ? view.additions : [];
  return additions.filter((actor) => addThreepidView(actor).getSnapshot().medium === medium);
}
