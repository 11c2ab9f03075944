import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInbox } from './inbox.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('hands out each message once, to its own address, in the order they came', async () => {
  const inbox = createInbox<{ to: string; text: string }>('mail');
  inbox.deliver({ to: 'a', text: 'first' });
  inbox.deliver({ to: 'b', text: 'other' });
  inbox.deliver({ to: 'a', text: 'second' });
  expect(await inbox.next('a')).toEqual({ to: 'a', text: 'first' });
  expect(await inbox.next('a')).toEqual({ to: 'a', text: 'second' });
  expect(inbox.count('a')).toBe(2);
  expect(inbox.addresses).toEqual(['a', 'b', 'a']);
});

it('waits for the message; two who wait get one each', async () => {
  const inbox = createInbox<{ to: string; text: string }>('mail');
  const waiting = Promise.all([inbox.next('a'), inbox.next('a')]);
  inbox.deliver({ to: 'a', text: 'first' });
  inbox.deliver({ to: 'a', text: 'second' });
  expect(await waiting).toEqual([
    { to: 'a', text: 'first' },
    { to: 'a', text: 'second' },
  ]);
});

it('says what came instead when nothing came in time', async () => {
  const inbox = createInbox<{ to: string }>('mail');
  inbox.deliver({ to: 'b' });
  const failure = expect(inbox.next('a')).rejects.toThrow(
    'No mail to a: none came within 10 seconds. Came and were taken: 0. Not taken: to b.',
  );
  await vi.advanceTimersByTimeAsync(10_000);
  await failure;
});

it('tells who waits when it closes', async () => {
  const inbox = createInbox<{ to: string }>('mail');
  const failure = expect(inbox.next('a')).rejects.toThrow('the inbox was closed');
  inbox.close();
  await failure;
});
