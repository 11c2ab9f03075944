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
  return remembered((actor: Actor) => {
    const viewOf = remembered((snapshot: Snapshot) => view(actor, snapshot));
    const getSnapshot = () => viewOf(actor.getSnapshot());
    return {
      getSnapshot,
      subscribe: (listener: Observer<View> | ((view: View) => void)) => {
        const { next } = toObserver(listener);
        const tell = () => next?.(getSnapshot());
        return actor.subscribe({ next: tell, error: tell, complete: tell });
      },
    };
  });
}

/** The function, which makes one result of each object, as long as that is there. */
function remembered<Of extends object, Result>(make: (of: Of) => Result): (of: Of) => Result {
  const results = new WeakMap<Of, Result>();
  return (of) => {
    const result = results.get(of) ?? make(of);
    results.set(of, result);
    return result;
  };
}
