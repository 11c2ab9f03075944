import type {
  AddThreepidActor,
  InteractiveAuthActor,
  RemoveThreepidActor,
  ThreepidsActor,
  ThreepidsView,
} from '@threepid/core';

/** Mounts a component in the page. */
export type Mount<Props> = (props: Props) => Promise<Mounted<Props>>;

interface Mounted<Props> {
  readonly element: HTMLElement;
  /** Renders it again with these props. */
  show(next: Props): Promise<void>;
  unmount(): Promise<void>;
}

/** What a framework's tests provide: components that use its adapter, and a way to wait for its page. */
export interface Adapter {
  /** A `p` with the list's `listText`. */
  readonly list: Mount<{ readonly actor: ThreepidsActor }>;
  /** Two of these, mounted at the same time. */
  readonly twoLists: Mount<{ readonly actor: ThreepidsActor }>;
  /** One of these, which the framework keeps while it is hidden. */
  readonly hideableList: Mount<{
    readonly actor: ThreepidsActor;
    readonly mode: 'visible' | 'hidden';
  }>;
  /** Shows nothing, and records the list's view at each render. */
  readonly listRecorder: Mount<{
    readonly actor: ThreepidsActor;
    readonly record: (view: ThreepidsView) => void;
  }>;
  /** The README's example of the list, with its additions and removals. */
  readonly account: Mount<{ readonly actor: ThreepidsActor }>;
  /** The README's example of one addition: each step has its heading in an `h2`. */
  readonly addition: Mount<{ readonly actor: AddThreepidActor }>;
  /** A form with a password field and the code of its problem in the step `password`, else the step. */
  readonly auth: Mount<{ readonly actor: InteractiveAuthActor }>;
  /** The fields while editing, an `input` and a `select` of no country, FR and GB, and the hint. */
  readonly fields: Mount<{ readonly actor: AddThreepidActor; readonly hint?: string }>;
  /**
   * While confirming, a `button` that confirms, labeled with `busy` or else the address; otherwise a `p`
   * with the step.
   */
  readonly removal: Mount<{ readonly actor: RemoveThreepidActor }>;
  /** Runs an action, and waits until the page shows its result. */
  shown(action: () => unknown): Promise<void>;
}

/**
 * What a framework's tests provide for a server: each function renders a `p` with the step of a view,
 * and resolves with its HTML once the adapter has no pending work.
 */
export interface ServerAdapter {
  list(actor: ThreepidsActor): Promise<string>;
  addition(actor: AddThreepidActor): Promise<string>;
  removal(actor: RemoveThreepidActor): Promise<string>;
  auth(actor: InteractiveAuthActor): Promise<string>;
}
