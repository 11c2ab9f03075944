/** What was sent to people, for tests to read and for a page to show as it arrives. */
export interface Outbox<Item> {
  /** Everything sent so far, oldest first; another array after each delivery. */
  readonly sent: readonly Item[];
  /** The newest one, or the newest one to this address; undefined where there is none. */
  latest(to?: string): Item | undefined;
  /** Calls the listener after each delivery; answers the function that ends it. */
  subscribe(listener: (item: Item) => void): () => void;
}

/** An outbox and the hand that fills it. */
export interface OpenOutbox<Item> extends Outbox<Item> {
  deliver(item: Item): void;
}

export function createOutbox<Item extends { readonly to: string }>(): OpenOutbox<Item> {
  const listeners = new Set<(item: Item) => void>();
  let sent: readonly Item[] = [];
  return {
    get sent() {
      return sent;
    },
    latest(to) {
      return sent.findLast((item) => to === undefined || item.to === to);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    deliver(item) {
      sent = [...sent, item];
      for (const listener of listeners) listener(item);
    },
  };
}
