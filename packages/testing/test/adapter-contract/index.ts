import type { Adapter } from './adapter.ts';
import { describeAddition } from './addition.ts';
import { describeExample } from './example.ts';
import { describeFields } from './fields.ts';
import { describeInteractiveAuth } from './interactive-auth.ts';
import { describeList } from './list.ts';
import { describeRemoval } from './removal.ts';

/**
 * Tests every adapter in a page in the same way, whatever the framework. Not published: only packages of
 * this workspace import it.
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
export {
  createClient,
  listenersOf,
  listText,
  OWN_LISTENERS,
  startAddition,
  untilReady,
} from './client.ts';

export type { Adapter, Mount, ServerAdapter } from './adapter.ts';
