/** The sent messages, for tests to read and for a page to show. */
export interface Outbox<Item> {
  /** All messages, oldest first. Each delivery creates a new array. */
  readonly sent: readonly Item[];
  /** Returns the newest message, or the newest to this address. */
  latest(to?: string): Item | undefined;
  /** Calls the listener after each delivery. Returns a function that unsubscribes. */
  subscribe(listener: (item: Item) => void): () => void;
}

/** An outbox, for the homeserver that fills it. */
export interface WritableOutbox<Item> extends Outbox<Item> {
  deliver(item: Item): void;
}

export function createOutbox<Item extends { readonly to: string }>(): WritableOutbox<Item> {
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
