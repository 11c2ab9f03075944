import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInbox } from './inbox.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('returns each message once, by address, in the order of arrival', async () => {
  const inbox = createInbox<{ to: string; text: string }>('mail');
  inbox.deliver({ to: 'a', text: 'first' });
  inbox.deliver({ to: 'b', text: 'other' });
  inbox.deliver({ to: 'a', text: 'second' });
  expect(await inbox.next('a')).toEqual({ to: 'a', text: 'first' });
  expect(await inbox.next('a')).toEqual({ to: 'a', text: 'second' });
  expect(inbox.count('a')).toBe(2);
  expect(inbox.addresses).toEqual(['a', 'b', 'a']);
});

it('waits for messages, and gives one to each of two pending waits', async () => {
  const inbox = createInbox<{ to: string; text: string }>('mail');
  const waiting = Promise.all([inbox.next('a'), inbox.next('a')]);
  inbox.deliver({ to: 'a', text: 'first' });
  inbox.deliver({ to: 'a', text: 'second' });
  expect(await waiting).toEqual([
    { to: 'a', text: 'first' },
    { to: 'a', text: 'second' },
  ]);
});

it('names the unread messages if none arrived in time', async () => {
  const inbox = createInbox<{ to: string }>('mail');
  inbox.deliver({ to: 'b' });
  const failure = expect(inbox.next('a')).rejects.toThrow(
    'No mail to a: none arrived within 10 seconds. Already read: 0. Unread messages to: b.',
  );
  await vi.advanceTimersByTimeAsync(10_000);
  await failure;
});

it('rejects pending waits when it closes', async () => {
  const inbox = createInbox<{ to: string }>('mail');
  const failure = expect(inbox.next('a')).rejects.toThrow('the inbox was closed');
  inbox.close();
  await failure;
});
