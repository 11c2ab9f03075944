import * as v from 'valibot';
import { expect } from 'vitest';
import type { Stage } from './stage.ts';

const SECRETS = ['client_secret', 'sid', 'session', 'password', 'token'];

const Body = v.record(v.string(), v.unknown());

/** Nothing that proves who somebody is or what they read is in anything that was written. */
export function expectNoSecrets({ homeserver, account, list, traces }: Stage): void {
  const secrets = new Set([account.password, account.accessToken]);
  for (const { body } of homeserver.requests) collect(body, secrets);
  for (const { link } of homeserver.mailbox.sent) {
    for (const [name, value] of new URL(link).searchParams) collect({ [name]: value }, secrets);
  }
  const written = [...traces, JSON.stringify(list.getPersistedSnapshot())];
  const leaks = written.filter((text) => [...secrets].some((secret) => text.includes(secret)));
  expect(leaks, 'where a secret can be read').toEqual([]);
}

function collect(body: unknown, secrets: Set<string>): void {
  if (!v.is(Body, body)) return;
  for (const [key, value] of Object.entries(body)) {
    if (SECRETS.includes(key) && typeof value === 'string') secrets.add(value);
    else collect(value, secrets);
  }
}
