import type { Subscription } from 'xstate';

/** A view as it is now and as it becomes; what `useSelector` of XState's adapters reads. */
export interface ViewSource<View> {
  getSnapshot(): View;
  /** Calls back after each change; a view that did not change keeps its identity. */
  subscribe(observer: ViewObserver<View>): Subscription;
}

interface Watched<Snapshot> {
  getSnapshot(): Snapshot;
  subscribe(observer: { next: () => void; error: () => void; complete: () => void }): Subscription;
}

/**
 * The views of one kind of actor. An actor has one source and a snapshot one view, however often
 * they are asked for. An actor that failed has a view as well, instead of an exception.
 */
export function viewSources<Snapshot extends object, Actor extends Watched<Snapshot>, View>(
  view: (actor: Actor, snapshot: Snapshot) => View,
): (actor: Actor) => ViewSource<View> {
  const sources = new WeakMap<Actor, ViewSource<View>>();
  const views = new WeakMap<Snapshot, View>();
  return (actor) => {
    const known = sources.get(actor);
    if (known) return known;
  };
}
