import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { UnbindResult } from '../homeserver/homeserver.ts';
import type { Threepid } from '../threepid.ts';
import { commandsOf } from '../view-parts/command.ts';
import { reportOf, type Report } from '../view-parts/field.ts';
import { viewSources } from '../view-parts/view-source.ts';
import type { removeThreepidMachine } from './machine.ts';

/** The actor of one threepid that is being removed. */
export interface RemoveThreepidActor extends ActorRefFrom<typeof removeThreepidMachine> {}

type Common = {
  readonly threepid: Threepid;
  readonly report: Report | null;
};

/** What a UI may show and do while a threepid is being removed. */
export type RemoveThreepidView =
  | (Common & {
      readonly step: 'confirming';
      /** The request that is in progress. */
      readonly busy: 'removing' | 'reconciling' | null;
      /** The only one of its medium: without it the user may not get back into the account. */
      readonly isLast: boolean;
      /** Removes it for good; null while a request is in progress. */
      readonly confirm: (() => void) | null;
      /** Null while the removal is being cancelled. */
      readonly cancel: (() => void) | null;
    })
  | (Common & {
      readonly step: 'removed';
      /** Whether the identity server removed its binding; null if unknown. */
      readonly unbindResult: UnbindResult | null;
    })
  | (Common & { readonly step: 'cancelled' })
  /** The homeserver allows no changes. */
  | (Common & { readonly step: 'unavailable' })
  /** Cancelled, and it is unknown whether the threepid was removed. */
  | (Common & { readonly step: 'unsettled' })
  /** A bug ended the actor. */
  | (Common & { readonly step: 'failed' });

const BUSY = ['removing', 'reconciling'] as const;
const ENDED = ['cancelled', 'unavailable', 'unsettled'] as const;

function viewOf(
  actor: RemoveThreepidActor,
  snapshot: SnapshotFrom<typeof removeThreepidMachine>,
): RemoveThreepidView {
  const { threepid, isLast, problem, deletion } = snapshot.context;
  const common = { threepid, report: reportOf(problem) };
  if (snapshot.status === 'error') {
    return { ...common, step: 'failed', report: reportOf({ code: 'unexpected' }) };
  }
  if (snapshot.matches('removed')) {
    return { ...common, step: 'removed', unbindResult: deletion?.unbindResult ?? null };
  }
  const ended = ENDED.find((state) => snapshot.matches(state));
  if (ended !== undefined) return { ...common, step: ended };
  const command = commandsOf(actor, snapshot);
  return {
    ...common,
    step: 'confirming',
    busy: BUSY.find((busy) => snapshot.hasTag(busy)) ?? null,
    isLast,
    confirm: command({ type: 'removal.confirm' }),
    cancel: command({ type: 'flow.cancel' }),
  };
}

/**
 * Returns the view source of one removal: `getSnapshot()` is its view, `subscribe` reports changes.
 * For adapters and for a UI without one.
 */
export const removeThreepidView = viewSources(viewOf);
