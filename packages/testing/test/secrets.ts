import * as v from 'valibot';
import type { InspectionEvent } from 'xstate';

const SECRETS = ['client_secret', 'sid', 'session', 'password', 'token'];

const Body = v.record(v.string(), v.unknown());

/** Adds to the secrets whatever in a body proves who somebody is or what they read. */
export function collectSecrets(body: unknown, secrets: Set<string>): void {
  if (!v.is(Body, body)) return;
  for (const [key, value] of Object.entries(body)) {
    if (SECRETS.includes(key) && typeof value === 'string') secrets.add(value);
    else collectSecrets(value, secrets);
  }
}

/** What an inspector is told, but for the actors themselves. */
export function inspected(event: InspectionEvent): string {
  return JSON.stringify({ ...event, actorRef: null, rootId: null });
}
