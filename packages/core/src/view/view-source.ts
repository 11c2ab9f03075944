import { toObserver, type Observer, type Subscribable, type Subscription } from 'xstate';

/** A view as it is and as it becomes: what `useSelector` of XState's adapters reads. A view that did not change keeps its identity. */
export interface ViewSource<View> extends Subscribable<View> {
  getSnapshot(): View;
}

/** The part of an actor that a view needs. */
interface Watched<Snapshot> {
  getSnapshot(): Snapshot;
  subscribe(observer: { next: () => void; error: () => void; complete: () => void }): Subscription;
}

/**
 * The views of one kind of actor: an actor has one source, and a snapshot one view, however often
 * they are asked for. An actor that failed has a view as well, where XState would throw.
 */
export function viewSources<Snapshot extends object, Actor extends Watched<Snapshot>, View>(
  view: (actor: Actor, snapshot: Snapshot) => View,
): (actor: Actor) => ViewSource<View> {
  const sources = new WeakMap<Actor, ViewSource<View>>();
  return (actor) => {
    const source = sources.get(actor) ?? viewSource(actor, view);
    sources.set(actor, source);
    return source;
  };
}

function viewSource<Snapshot extends object, Actor extends Watched<Snapshot>, View>(
  actor: Actor,
  view: (actor: Actor, snapshot: Snapshot) => View,
): ViewSource<View> {
  const views = new WeakMap<Snapshot, View>();
  const getSnapshot = () => {
    const snapshot = actor.getSnapshot();
    const seen = views.get(snapshot) ?? view(actor, snapshot);
    views.set(snapshot, seen);
    return seen;
  };
  return {
    getSnapshot,
    subscribe: (listener: Observer<View> | ((view: View) => void)) => {
      const { next } = toObserver(listener);
      const tell = () => next?.(getSnapshot());
      return actor.subscribe({ next: tell, error: tell, complete: tell });
    },
  };
}
