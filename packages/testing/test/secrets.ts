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

/** Several events tell of one snapshot, whose words are many. */
const written = new WeakMap<object, string>();

function writtenOnce(snapshot: object): string {
  const known = written.get(snapshot) ?? JSON.stringify(snapshot);
  written.set(snapshot, known);
  return known;
}

/** What an inspector is told, but for the actors themselves. */
export function inspected(event: InspectionEvent): string {
  const others = JSON.stringify({ ...event, actorRef: null, rootId: null, snapshot: null });
  return 'snapshot' in event ? others + writtenOnce(event.snapshot) : others;
}
