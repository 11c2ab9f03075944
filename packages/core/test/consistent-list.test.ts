import { describe, expect, it } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { ListedThreepid, ListResponse } from '../src/homeserver/homeserver.ts';
import { createConsistentList } from '../src/homeserver/consistent-list.ts';
import type { Problem } from '../src/homeserver/problem.ts';

const alice: ListedThreepid = { medium: 'email', address: 'alice@example.org', addedAt: null };
const work: ListedThreepid = { medium: 'email', address: 'alice@work.example', addedAt: null };

type ChangeResponse = { readonly type: string; readonly problem?: Problem };

/** A homeserver whose responses arrive when the test says so. */
function openList() {
  const clock = new SimulatedClock();
  const reads: ((...threepids: readonly ListedThreepid[]) => void)[] = [];
  const changes: ((response: ChangeResponse) => void)[] = [];
  const changeSignals: AbortSignal[] = [];
  const lifetime = new AbortController();
  const list = createConsistentList({
    read: () =>
      new Promise<ListResponse>((resolve) => {
        reads.push((...threepids) => resolve({ type: 'listed', threepids }));
      }),
    clock: {
      now: () => clock.now(),
      setTimeout: (callback, milliseconds) => clock.setTimeout(callback, milliseconds),
      clearTimeout: (id) => clock.clearTimeout(id),
    },
    lifetime: lifetime.signal,
  });
  return {
    clock,
    lifetime,
    list,
    changeSignals,
    /** The number of list requests so far. */
    count: () => reads.length,
    respondToRead: (index: number, ...threepids: readonly ListedThreepid[]) =>
      reads[index]?.(...threepids),
    respondToChange: (index: number, response: ChangeResponse) => changes[index]?.(response),
    read: () => list.listThreepids(new AbortController().signal),
    change: (left = new AbortController().signal) =>
      list.change(left, (signal) => {
        changeSignals.push(signal);
        return new Promise<ChangeResponse>((resolve) => changes.push(resolve));
      }),
  };
}

/** Lets every promise that is settled run its reactions. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('the list', () => {
  it('waits for the response to a change whose state was left', async () => {
    const { change, read, count, respondToRead, respondToChange } = openList();
    const left = new AbortController();
    void change(left.signal);
    left.abort();
    const response = read();
    await settle();
    expect(count()).toBe(0);
    respondToChange(0, { type: 'settled' });
    await settle();
    respondToRead(0, alice);
    expect(await response).toEqual({ type: 'listed', threepids: [alice] });
  });

  it('stops waiting at the time limit of the change, which aborts its request', async () => {
    const { clock, change, read, count, changeSignals, respondToChange } = openList();
    const left = new AbortController();
    void change(left.signal);
    left.abort();
    void read();
    await settle();
    expect(changeSignals[0]?.aborted).toBe(false);
    clock.increment(31_000);
    expect(changeSignals[0]?.aborted).toBe(true);
    respondToChange(0, { type: 'refused', problem: { code: 'network' } });
    await settle();
    expect(count()).toBe(1);
  });

  it('is refused if the change takes longer than the flow waits', async () => {
    const { clock, list, change, count } = openList();
    const left = new AbortController();
    void change(left.signal);
    left.abort();
    const response = list.listThreepids(new AbortController().signal, 5_000);
    await settle();
    clock.increment(5_000);
    expect(await response).toEqual({ type: 'refused', problem: { code: 'timeout' } });
    expect(count()).toBe(0);
  });

  it('aborts a running change when the account signs out', () => {
    const { lifetime, change, changeSignals } = openList();
    void change();
    lifetime.abort();
    expect(changeSignals[0]?.aborted).toBe(true);
  });

  it('is read again if another change ended in the meantime', async () => {
    const { change, read, count, respondToRead, respondToChange } = openList();
    const response = read();
    await settle();
    void change();
    respondToChange(0, { type: 'settled' });
    await settle();
    respondToRead(0);
    await settle();
    expect(count()).toBe(2);
    respondToRead(1, alice);
    expect(await response).toEqual({ type: 'listed', threepids: [alice] });
  });

  it('is not read again after a change that was refused', async () => {
    const { change, read, count, respondToRead, respondToChange } = openList();
    const response = read();
    await settle();
    void change();
    respondToChange(0, { type: 'refused', problem: { code: 'notValidated', medium: 'email' } });
    await settle();
    respondToRead(0, work);
    expect(await response).toEqual({ type: 'listed', threepids: [work] });
    expect(count()).toBe(1);
  });

  it('is the newest one if responses arrive in another order than their requests', async () => {
    const { read, respondToRead } = openList();
    const first = read();
    const second = read();
    await settle();
    respondToRead(1, alice, work);
    expect(await second).toEqual({ type: 'listed', threepids: [alice, work] });
    respondToRead(0, alice);
    expect(await first).toEqual({ type: 'listed', threepids: [alice, work] });
  });

  it('is read again after a pause if it still has what was removed', async () => {
    const { clock, list, read, count, respondToRead } = openList();
    list.expectRemoved(alice);
    const response = read();
    await settle();
    respondToRead(0, alice);
    await settle();
    expect(count()).toBe(1);
    clock.increment(2_000);
    await settle();
    respondToRead(1);
    expect(await response).toEqual({ type: 'listed', threepids: [] });
  });

  it('is read again after a pause if it lacks what was added, and then counts', async () => {
    const { clock, list, read, count, respondToRead } = openList();
    const before = read();
    await settle();
    respondToRead(0, alice);
    await before;
    list.expectAdded('email');
    const response = read();
    await settle();
    respondToRead(1, alice);
    await settle();
    clock.increment(2_000);
    await settle();
    respondToRead(2, alice);
    expect(await response).toEqual({ type: 'listed', threepids: [alice] });
    expect(count()).toBe(3);
  });
});
