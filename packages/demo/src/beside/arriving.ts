/** What arrives bit by bit. */
export interface Arriving<Item> {
  /** Calls the listener with each one that arrives. */
  subscribe(listener: (item: Item) => void): unknown;
}
