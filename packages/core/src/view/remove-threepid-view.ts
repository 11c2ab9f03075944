import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { Threepid } from '../address.ts';
import type { UnbindResult } from '../homeserver/port.ts';
import type { removeThreepidMachine } from '../machines/remove-threepid.ts';
import { reportOf, type Report } from './field.ts';
import { viewSources } from './view-source.ts';

/** One threepid that is being removed. */
export interface RemoveThreepidActor extends ActorRefFrom<typeof removeThreepidMachine> {}

type EveryStep = {
  readonly threepid: Threepid;
  readonly report: Report | null;
};

/** What a UI may show and do while a threepid is being removed. */
export type RemoveThreepidView =
  | (EveryStep & {
      readonly step: 'confirming';
      readonly busy: 'removing' | 'reconciling' | null;
      /** The only one of its medium: without it the person may not get back into the account. */
      readonly isLast: boolean;
      /** Removes it for good; null while a request is under way. */
      readonly confirm: (() => void) | null;
      /** Null while it is already being cancelled. */
      readonly cancel: (() => void) | null;
    })
  | (EveryStep & {
      readonly step: 'removed';
      /** What became of the binding at an identity server; null where nobody said. */
      readonly unbindResult: UnbindResult | null;
    })
  | (EveryStep & { readonly step: 'cancelled' })
  | (EveryStep & { readonly step: 'failed' });

function view(
  actor: RemoveThreepidActor,
  snapshot: SnapshotFrom<typeof removeThreepidMachine>,
): RemoveThreepidView {
  const { threepid, isLast, problem, deletion } = snapshot.context;
  const every = { threepid, report: reportOf(problem) };
  if (snapshot.status === 'error') {
    return { ...every, step: 'failed', report: reportOf({ code: 'unexpected' }) };
  }
  if (snapshot.matches('cancelled') || snapshot.matches('unsettled')) {
    return { ...every, step: 'cancelled' };
  }
  if (snapshot.matches('removed')) {
    return { ...every, step: 'removed', unbindResult: deletion?.unbindResult ?? null };
  }
  const isWaiting = snapshot.matches('confirming');
  const isRemoving = snapshot.matches('removing');
  return {
    ...every,
    step: 'confirming',
    busy: isWaiting ? null : isRemoving ? 'removing' : 'reconciling',
    isLast,
    confirm: isWaiting ? () => actor.send({ type: 'removal.confirm' }) : null,
    cancel: snapshot.matches('cancelling') ? null : () => actor.send({ type: 'flow.cancel' }),
  };
}

/** The view of one removal, for adapters and whoever draws a UI without one. */
export const removeThreepidView = viewSources(view);
