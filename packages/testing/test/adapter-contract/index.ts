import type { Adapter } from './adapter.ts';
import { describeAddition } from './addition.ts';
import { describeExample } from './example.ts';
import { describeFields } from './fields.ts';
import { describeInteractiveAuth } from './interactive-auth.ts';
import { describeList } from './list.ts';
import { describeRemoval } from './removal.ts';

/**
 * What every adapter does in a page: the same stories, whatever the framework. Only this workspace's
 * packages import it; it is not published.
 */
export function describeAdapter(adapter: Adapter): void {
  describeList(adapter);
  describeAddition(adapter);
  describeRemoval(adapter);
  describeInteractiveAuth(adapter);
  describeFields(adapter);
  describeExample(adapter);
}

export { describeAdapterOnServer } from './server.ts';
export { createDeletion } from './deletion.ts';
export { createWorld, listenersOf, listText, startAddition, untilReady } from './world.ts';

export type { Adapter, Mount, ServerAdapter } from './adapter.ts';
