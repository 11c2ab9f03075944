import * as v from 'valibot';
import type { InspectionEvent } from 'xstate';

const SECRETS = ['client_secret', 'sid', 'session', 'password', 'token'];

const Body = v.record(v.string(), v.unknown());

/** Adds every secret of a request's body to the set. */
export function collectSecrets(body: unknown, secrets: Set<string>): void {
  if (!v.is(Body, body)) return;
  for (const [key, value] of Object.entries(body)) {
    if (SECRETS.includes(key) && typeof value === 'string') secrets.add(value);
    else collectSecrets(value, secrets);
  }
}

/** Several events carry the same large snapshot, so it is serialized once. */
const serialized = new WeakMap<object, string>();

function serializeOnce(snapshot: object): string {
  const known = serialized.get(snapshot) ?? JSON.stringify(snapshot);
  serialized.set(snapshot, known);
  return known;
}

/** Serializes an inspection event without its actors. */
export function inspected(event: InspectionEvent): string {
  const others = JSON.stringify({ ...event, actorRef: null, rootId: null, snapshot: null });
  return 'snapshot' in event ? others + serializeOnce(event.snapshot) : others;
}
