import type { Clock } from '../clock.ts';
import { isEqualThreepid, type Medium, type Threepid } from '../threepid.ts';
import type { ListedThreepid, ListResponse } from './homeserver.ts';
import { isOutcomeUnknown, type Problem } from './problem.ts';

/** How long a request that changes the account may take, in milliseconds; longer than the machines wait. */
const CHANGE_TIMEOUT = 31_000;

/** How long a homeserver with read replicas gets before its list is read again, in milliseconds. */
const REPLICA_DELAY = 2_000;

/** How often a list is read again because another change ended while it was read. */
const MAX_READS = 3;

/** What a successful change promises about the list: whether a list shows it. */
type Expectation = (threepids: readonly ListedThreepid[]) => boolean;

interface ConsistentListOptions {
  readonly read: (signal: AbortSignal) => Promise<ListResponse>;
  readonly clock: Clock;
  /** Aborted when the account signs out: no request outlives it. */
  readonly lifetime: AbortSignal;
}

type ChangeResponse = { readonly type: string; readonly problem?: Problem };

/** Whether the account may differ after this response. */
function mayHaveChanged({ type, problem }: ChangeResponse): boolean {
  return type === 'refused' ? isOutcomeUnknown(problem ?? null) : type !== 'authRequired';
}

/**
 * Reads the list so that it reflects every change that this client has made.
 *
 * - A change whose state was left before its response may still be carried out, so the list waits for
 *   that response. A flow that is being cancelled does not wait longer than `maxWait`.
 * - A list that was requested before another change ended is read again.
 * - A list that contradicts a successful change is read again after a pause: a homeserver with read
 *   replicas may be a moment behind.
 */
export function createConsistentList({ read, clock, lifetime }: ConsistentListOptions) {
  const abandoned = new Set<Promise<unknown>>();
  let expectations: readonly Expectation[] = [];
  let changes = 0;
  let reads = 0;
  let newest: { readonly read: number; readonly threepids: readonly ListedThreepid[] } | null =
    null;

  function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        clock.clearTimeout(timer);
        resolve();
      });
    });
  }

  async function readOnce(signal: AbortSignal): Promise<ListResponse> {
    reads += 1;
    const thisRead = reads;
    const response = await read(signal);
    if (response.type === 'refused') return response;
    // A list that was requested later has arrived earlier.
    if (newest !== null && newest.read > thisRead) {
      return { type: 'listed', threepids: newest.threepids };
    }
    newest = { read: thisRead, threepids: response.threepids };
    return response;
  }

  /** Reads until no change has ended in the meantime. */
  async function readCurrent(signal: AbortSignal): Promise<ListResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const before = changes;
      const response = await readOnce(signal);
      const isCurrent = changes === before;
      if (isCurrent || response.type === 'refused' || attempt === MAX_READS) return response;
    }
  }

  return {
    /** `maxWait` is in milliseconds. If a change takes longer, the list is refused as `timeout`. */
    async listThreepids(signal: AbortSignal, maxWait = CHANGE_TIMEOUT): Promise<ListResponse> {
      if (abandoned.size > 0) {
        const waited = new AbortController();
        await Promise.race([Promise.allSettled(abandoned), pause(maxWait, waited.signal)]);
        waited.abort();
        if (abandoned.size > 0) return { type: 'refused', problem: { code: 'timeout' } };
      }
      const response = await readCurrent(signal);
      if (response.type === 'refused') return response;
      const isContradicted = expectations.some((isShown) => !isShown(response.threepids));
      expectations = [];
      if (!isContradicted) return response;
      await pause(REPLICA_DELAY, signal);
      return await readCurrent(signal);
    },

    /**
     * Runs a request that changes the account. `signal` only ends the waiting: the request itself runs
     * until its response or its time limit.
     */
    change<Response extends ChangeResponse>(
      signal: AbortSignal,
      send: (signal: AbortSignal) => Promise<Response>,
    ): Promise<Response> {
      const limit = new AbortController();
      const end = () => limit.abort();
      const abandon = () => abandoned.add(running);
      const timer = clock.setTimeout(end, CHANGE_TIMEOUT);
      lifetime.addEventListener('abort', end);
      async function run(): Promise<Response> {
        let response: Response | undefined;
        try {
          response = await send(limit.signal);
          return response;
        } finally {
          clock.clearTimeout(timer);
          lifetime.removeEventListener('abort', end);
          signal.removeEventListener('abort', abandon);
          abandoned.delete(running);
          if (response === undefined || mayHaveChanged(response)) changes += 1;
        }
      }
      const running = run();
      signal.addEventListener('abort', abandon);
      return running;
    },

    expectAdded(medium: Medium): void {
      const before = newest?.threepids;
      if (before === undefined) return;
      const isNew = (listed: ListedThreepid) =>
        listed.medium === medium && !before.some((known) => isEqualThreepid(known, listed));
      expectations = [...expectations, (threepids) => threepids.some(isNew)];
    },

    expectRemoved(removed: Threepid): void {
      const isGone: Expectation = (threepids) =>
        !threepids.some((listed) => isEqualThreepid(listed, removed));
      expectations = [...expectations, isGone];
    },
  };
}
