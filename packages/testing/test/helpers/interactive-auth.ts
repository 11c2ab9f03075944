import type { AuthStageHandler, ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Fault, Settings } from '../../src/index.ts';
import type { Client } from './client.ts';
import { createSimulatedFixture } from './simulated-fixture.ts';

const AddBody = v.object({
  auth: v.optional(v.looseObject({ type: v.optional(v.string()) })),
});

type Flows = readonly (readonly string[])[];

interface AddingOptions extends Partial<ThreepidsOptions> {
  readonly settings?: Partial<Settings>;
  /** The homeserver's next responses to `/add`, instead of its own. */
  readonly responses?: readonly Fault['outcome'][];
}

/** Starts an addition whose address is validated, and continues: the first `/add` is on its way. */
export async function startAdding({ responses = [], ...options }: AddingOptions = {}) {
  const fixture = await createSimulatedFixture(options);
  const { testServer, homeserver, requestsTo, validatingByLink } = fixture;
  const { actor, view, mail } = await validatingByLink();
  await testServer.openLink(mail.link);
  for (const outcome of responses) homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  view.proceed?.();
  /** The `auth` of each `/add`, oldest first. */
  const auths = () => requestsTo('addThreepid').map((body) => v.parse(AddBody, body).auth);
  return { ...fixture, actor, auths, requestCount: () => requestsTo('addThreepid').length };
}

/** The same on a homeserver that requires these flows. */
export function startAddingWithFlows(authFlows: Flows, options: AddingOptions = {}) {
  return startAdding({ ...options, settings: { authFlows, ...options.settings } });
}

/** A 401 that requires these flows. */
export function authRequired(flows: Flows, more: object = {}): Fault['outcome'] {
  return {
    status: 401,
    body: { session: 'given', flows: flows.map((stages) => ({ stages })), ...more },
  };
}

/** An `openFallback` that records the URLs and opens nothing. */
export function recordPages() {
  const urls: string[] = [];
  const closed: string[] = [];
  let onDone: (() => void) | null = null;
  const openFallback: ThreepidsOptions['openFallback'] = (url, done) => {
    urls.push(url);
    onDone = done;
    return () => void closed.push(url);
  };
  return { openFallback, urls, closed, finish: () => onDone?.() };
}

/** An app with a handler for captchas; each call takes the next handler, and the last one never ends. */
export function handleCaptchas(...handlers: AuthStageHandler[]) {
  const calls: Parameters<AuthStageHandler>[0][] = [];
  const authStages = {
    'm.login.recaptcha': ((call) => {
      calls.push(call);
      return handlers[calls.length - 1]?.(call) ?? new Promise(() => undefined);
    }) satisfies AuthStageHandler,
  };
  return { authStages, calls };
}

/** Asserts that no trace contains a secret. */
export function expectNoSecrets(
  { client }: { readonly client: Client },
  ...more: readonly string[]
): void {
  const secrets = [...client.secrets, ...more];
  const leaks = client.traces().filter((trace) => secrets.some((each) => trace.includes(each)));
  expect(leaks.map((leak) => leak.slice(0, 80))).toEqual([]);
}
