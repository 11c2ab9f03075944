import {
  addThreepidView,
  type AddThreepidActor,
  type AddThreepidView,
  type Medium,
  type ThreepidsView,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** What a UI may show and do on one screen of an addition. */
export type StepView<Step extends AddThreepidView['step']> = Extract<
  AddThreepidView,
  { step: Step }
>;

/** What is under way, as the button says it that began it: the one for another mail or text, or the other one. */
export function busyWith(view: AddThreepidView, { isResend = false } = {}) {
  const { busy, isRetrying } = view;
  if (isResend !== (busy === 'resendingToken')) return null;
  return busy !== null && isRetrying ? 'retrying' : busy;
}

/** What is said of the list by the way: that it is asked for once more, or what ended last. */
export function statusOf(view: ThreepidsView): string | null {
  if ('isRetrying' in view && view.isRetrying) return en.busy.retrying;
  return view.step === 'ready' && view.notice ? en.list.notice(view.notice) : null;
}

/** What a UI may show and do once the list was read. */
export type ListView = Extract<ThreepidsView, { step: 'ready' | 'unavailable' }>;

/** The additions that belong below the threepids of one medium. */
export function additionsOf(view: ListView, medium: Medium): AddThreepidActor[] {
  const additions = view.step === 'ready' ? view.additions : [];
  return additions.filter((actor) => addThreepidView(actor).getSnapshot().medium === medium);
}
