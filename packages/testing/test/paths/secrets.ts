import { expect } from 'vitest';
import { collectSecrets } from '../secrets.ts';
import type { TestHarness } from './harness.ts';

/** Asserts that no secret of the user is in any exposed text. */
export function expectNoSecrets({ homeserver, account, list, traces }: TestHarness): void {
  const secrets = new Set([account.password, account.accessToken]);
  for (const { body } of homeserver.requests) collectSecrets(body, secrets);
  for (const { link } of homeserver.mailbox.sent) {
    for (const [name, value] of new URL(link).searchParams)
      collectSecrets({ [name]: value }, secrets);
  }
  const texts = [...traces, JSON.stringify(list.getPersistedSnapshot())];
  const leaks = texts.filter((text) => [...secrets].some((secret) => text.includes(secret)));
  expect(leaks, 'texts with a secret').toEqual([]);
}
