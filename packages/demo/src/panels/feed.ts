/** Items that arrive over time. */
export interface Feed<Item> {
  /** Calls the listener with each item that arrives. */
  subscribe(listener: (item: Item) => void): unknown;
}
