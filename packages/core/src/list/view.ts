import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { AddThreepidActor } from '../add/view.ts';
import type { ListedThreepid } from '../homeserver/homeserver.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { RemoveThreepidActor } from '../remove/view.ts';
import { isEqualThreepid, type Medium } from '../threepid.ts';
import { commandsOf } from '../view-parts/command.ts';
import { reportOf, type Report } from '../view-parts/field.ts';
import { viewSources } from '../view-parts/view-source.ts';
import type { Notice } from './context.ts';
import type { threepidsMachine } from './machine.ts';

/** The running list of an account's threepids. */
export interface ThreepidsActor extends ActorRefFrom<typeof threepidsMachine> {}

/** One threepid of the account. */
export interface ThreepidRow {
  readonly threepid: ListedThreepid;
  /** Starts a removal, which asks for confirmation first; null if one is running. */
  readonly remove: (() => void) | null;
  /** The running removal; it has a view of its own. */
  readonly removal: RemoveThreepidActor | null;
}

type Readable = {
  readonly rows: readonly ThreepidRow[];
  readonly report: Report | null;
  /** Reads the list again; null while it is being read. */
  readonly read: (() => void) | null;
  /** Reading the list has failed so far, and is retried automatically. */
  readonly isRetrying: boolean;
};

/** What a UI may show and do with an account's threepids. */
export type ThreepidsView =
  /** No request was made yet. */
  | { readonly step: 'idle'; readonly open: () => void }
  | { readonly step: 'loading'; readonly isRetrying: boolean }
  | { readonly step: 'failed'; readonly report: Report | null; readonly read: (() => void) | null }
  | (Readable & {
      readonly step: 'ready';
      /** The running additions, oldest first; each has a view of its own. */
      readonly additions: readonly AddThreepidActor[];
      readonly notice: Notice | null;
      readonly add: (medium: Medium) => void;
    })
  /** The list cannot be changed here; it stays readable. */
  | (Readable & {
      readonly step: 'unavailable';
      readonly problem: Problem;
      /** URL of the page that manages the account, for a link; null if unknown. */
      readonly accountManagementUrl: string | null;
    });

type Snapshot = SnapshotFrom<typeof threepidsMachine>;

function viewOf(actor: ThreepidsActor, snapshot: Snapshot): ThreepidsView {
  const { context, children } = snapshot;
  if (snapshot.status === 'error') {
    return { step: 'failed', report: reportOf({ code: 'unexpected' }), read: null };
  }
  if (snapshot.matches('idle')) {
    return { step: 'idle', open: () => actor.send({ type: 'list.open' }) };
  }
  const isRetrying = snapshot.hasTag('retrying');
  if (snapshot.matches('loading')) return { step: 'loading', isRetrying };
  const report = reportOf(context.problem);
  const read = commandsOf(actor, snapshot)({ type: 'list.read' });
  if (snapshot.matches('failed')) return { step: 'failed', report, read };

  const readable = { rows: rowsOf(actor, snapshot), report, read, isRetrying };
  if (snapshot.matches('unavailable')) {
    const { accountManagementUrl } = context;
    return {
      ...readable,
      step: 'unavailable',
      problem: { code: accountManagementUrl === null ? 'changesDisabled' : 'changedElsewhere' },
      accountManagementUrl,
    };
  }
  return {
    ...readable,
    step: 'ready',
    additions: context.additions.flatMap((id) => children[id] ?? []),
    notice: context.notice,
    add: (medium) => actor.send({ type: 'threepid.add', medium }),
  };
}

function rowsOf(actor: ThreepidsActor, snapshot: Snapshot): ThreepidRow[] {
  const { context, children } = snapshot;
  const command = commandsOf(actor, snapshot);
  return context.threepids.map((threepid) => {
    const { medium, address } = threepid;
    const running = context.removals.find((each) => isEqualThreepid(each.threepid, threepid));
    return {
      threepid,
      remove: command({ type: 'threepid.remove', threepid: { medium, address } }),
      removal: (running && children[running.id]) ?? null,
    };
  });
}

/**
 * Returns the view source of the list: `getSnapshot()` is its view, `subscribe` reports changes. For
 * adapters and for a UI without one.
 */
export const threepidsView = viewSources(viewOf);

/** Returns the running additions of one medium, to show them below that medium's rows. */
export function additionsOf(view: ThreepidsView, medium: Medium): readonly AddThreepidActor[] {
  const additions = view.step === 'ready' ? view.additions : [];
  return additions.filter((actor) => actor.getSnapshot().context.medium === medium);
}
