import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

it('keeps all messages, oldest first, in a new array after each delivery', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const { mailbox } = homeserver;
  const before = mailbox.sent;
  await requestEmailToken({ email: 'a@example.org' });
  await requestEmailToken({ email: 'b@example.org' });
  expect(before).toEqual([]);
  expect(mailbox.sent.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
});

it('finds the newest message, of all or to one address', async () => {
  const { homeserver, requestEmailToken } = openHomeserver();
  const { mailbox } = homeserver;
  expect(mailbox.latest()).toBeUndefined();
  await requestEmailToken({ email: 'a@example.org' });
  await requestEmailToken({ email: 'a@example.org', send_attempt: 2 });
  await requestEmailToken({ email: 'b@example.org' });
  expect(mailbox.latest()).toBe(mailbox.sent[2]);
  expect(mailbox.latest('a@example.org')).toBe(mailbox.sent[1]);
  expect(mailbox.latest('c@example.org')).toBeUndefined();
});

it('calls listeners with each message until they unsubscribe', async () => {
  const { homeserver, requestMsisdnToken } = openHomeserver();
  const { phone } = homeserver;
  const received: unknown[] = [];
  const unsubscribe = phone.subscribe((text) => received.push(text));
  await requestMsisdnToken();
  unsubscribe();
  await requestMsisdnToken();
  expect(received).toEqual([phone.sent[0]]);
});
