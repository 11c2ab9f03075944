import type { SnapshotFrom } from 'xstate';
import { isEqualThreepid, type Medium } from '../address.ts';
import type { ThreepidsActor } from '../create-threepids.ts';
import type { ListedThreepid } from '../homeserver/port.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { Notice } from '../machines/threepids-model.ts';
import type { threepidsMachine } from '../machines/threepids.ts';
import type { AddThreepidActor } from './add-threepid-view.ts';
import { reportOf, type Report } from './field.ts';
import type { RemoveThreepidActor } from './remove-threepid-view.ts';
import { viewSources } from './view-source.ts';

/** One threepid of the account, with what may be done to it. */
export interface ThreepidRow {
  readonly threepid: ListedThreepid;
  /** Starts a removal, which asks for confirmation first; null while there is one. */
  readonly remove: (() => void) | null;
  /** The removal that is going on; its view is its own. */
  readonly removal: RemoveThreepidActor | null;
}

type Readable = {
  readonly rows: readonly ThreepidRow[];
  readonly report: Report | null;
  /** Reads the list again; null while it is being read. */
  readonly read: (() => void) | null;
  /** The list could not be read yet; it is asked for again in a moment. */
  readonly isRetrying: boolean;
};

/** What a UI may show and do with an account's threepids. */
export type ThreepidsView =
  /** Nobody has looked yet, so nothing was asked. */
  | { readonly step: 'idle'; readonly open: () => void }
  | { readonly step: 'loading'; readonly isRetrying: boolean }
  | { readonly step: 'failed'; readonly report: Report | null; readonly read: (() => void) | null }
  | (Readable & {
      readonly step: 'ready';
      /** The additions that are going on, oldest first; their views are their own. */
      readonly additions: readonly AddThreepidActor[];
      readonly notice: Notice | null;
      readonly add: (medium: Medium) => void;
    })
  /** The list cannot be changed here; it stays readable. */
  | (Readable & {
      readonly step: 'unavailable';
      readonly problem: Problem;
      /** A page of the account where it can be changed, for a link; null where nobody knows one. */
      readonly accountManagementUrl: string | null;
    });

type Snapshot = SnapshotFrom<typeof threepidsMachine>;
function view(actor: ThreepidsActor, snapshot: Snapshot): ThreepidsView {
  const { context, children } = snapshot;
  const report = reportOf(context.problem);
  const read = () => actor.send({ type: 'list.read' });
  if (snapshot.status === 'error') {
    return { step: 'failed', report: reportOf({ code: 'unexpected' }), read: null };
  }
  if (snapshot.matches('idle')) {
    return { step: 'idle', open: () => actor.send({ type: 'list.open' }) };
  }
  const isRetrying = snapshot.hasTag('pausing');
  if (snapshot.matches('loading')) return { step: 'loading', isRetrying };
  if (snapshot.matches('failed')) return { step: 'failed', report, read };

  const mayChange = snapshot.matches('ready');
  const rows = context.threepids.map((threepid): ThreepidRow => {
    const { medium, address } = threepid;
    const going = context.removals.find((removal) => isEqualThreepid(removal.threepid, threepid));
    const child = going && children[going.id];
    return {
      threepid,
      remove:
        mayChange && !going
          ? () => actor.send({ type: 'threepid.remove', threepid: { medium, address } })
          : null,
      removal: child ?? null,
    };
  });
  if (!mayChange) {
    const { accountManagementUrl } = context;
    return {
      step: 'unavailable',
      rows,
      report,
      isRetrying,
      read: snapshot.matches({ unavailable: 'settled' }) ? read : null,
      problem: { code: accountManagementUrl === null ? 'changesDisabled' : 'changedElsewhere' },
      accountManagementUrl,
    };
  }
  return {
    step: 'ready',
    rows,
    report,
    isRetrying,
    read: snapshot.matches({ ready: 'settled' }) ? read : null,
    additions: context.additions.flatMap((id) => children[id] ?? []),
    notice: context.notice,
    add: (medium) => actor.send({ type: 'threepid.add', medium }),
  };
}

/** The view of the list, for adapters and whoever draws a UI without one. */
export const threepidsView = viewSources(view);
