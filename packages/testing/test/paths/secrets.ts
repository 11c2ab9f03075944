import { expect } from 'vitest';
import { collectSecrets } from '../secrets.ts';
import type { Stage } from './stage.ts';

/** Nothing that proves who somebody is or what they read is in anything that was written. */
export function expectNoSecrets({ homeserver, account, list, traces }: Stage): void {
  const secrets = new Set([account.password, account.accessToken]);
  for (const { body } of homeserver.requests) collectSecrets(body, secrets);
  for (const { link } of homeserver.mailbox.sent) {
    for (const [name, value] of new URL(link).searchParams)
      collectSecrets({ [name]: value }, secrets);
  }
  const written = [...traces, JSON.stringify(list.getPersistedSnapshot())];
  const leaks = written.filter((text) => [...secrets].some((secret) => text.includes(secret)));
  expect(leaks, 'where a secret can be read').toEqual([]);
}
