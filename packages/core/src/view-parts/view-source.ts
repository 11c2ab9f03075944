import { toObserver, type Observer, type Subscribable, type Subscription } from 'xstate';

/** The current view of an actor, for `useSelector` of XState's adapters. An unchanged view keeps its identity. */
export interface ViewSource<View> extends Subscribable<View> {
  getSnapshot(): View;
}

/** The part of an actor that a view needs. */
interface ObservableActor<Snapshot> {
  getSnapshot(): Snapshot;
  subscribe(observer: { next: () => void; error: () => void; complete: () => void }): Subscription;
}

/**
 * Returns a function that returns the view source of an actor. An actor has one source and a snapshot
 * one view, so that frameworks see the same object until something changes. An actor that failed has a
 * view too, although XState's React hook would throw and its Vue composable would keep the last one.
 */
export function viewSources<Snapshot extends object, Actor extends ObservableActor<Snapshot>, View>(
  view: (actor: Actor, snapshot: Snapshot) => View,
): (actor: Actor) => ViewSource<View> {
  return memoize((actor: Actor) => {
    const viewOf = memoize((snapshot: Snapshot) => view(actor, snapshot));
    const getSnapshot = () => viewOf(actor.getSnapshot());
    return {
      getSnapshot,
      subscribe: (listener: Observer<View> | ((view: View) => void)) => {
        const { next } = toObserver(listener);
        const notify = () => next?.(getSnapshot());
        return actor.subscribe({ next: notify, error: notify, complete: notify });
      },
    };
  });
}

/** The function with one result per object, kept as long as the object is. */
function memoize<Key extends object, Result>(create: (key: Key) => Result): (key: Key) => Result {
  const results = new WeakMap<Key, Result>();
  return (key) => {
    const result = results.get(key) ?? create(key);
    results.set(key, result);
    return result;
  };
}
