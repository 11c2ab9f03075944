import type { AuthStageHandler, ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Fault, Settings } from '../src/index.ts';
import { simulatedPerson } from './simulated-person.ts';

const AddBody = v.object({
  auth: v.optional(v.looseObject({ type: v.optional(v.string()) })),
});

type Flows = readonly (readonly string[])[];

interface Circumstances extends Partial<ThreepidsOptions> {
  readonly settings?: Partial<Settings>;
  /** What the homeserver answers in place of its own answers, in this order. */
  readonly answers?: readonly Fault['outcome'][];
}

/** A person whose address is validated, and who has just asked to add it. */
export async function whoAsks({ answers = [], ...circumstances }: Circumstances = {}) {
  const opened = await simulatedPerson(circumstances);
  const { world, homeserver, asked, validatingByLink } = opened;
  const { actor, view, mail } = await validatingByLink();
  await world.openLink(mail.link);
  for (const outcome of answers) homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  view.proceed?.();
  /** The `auth` of each request to add, oldest first. */
  const auths = () => asked('addThreepid').map((body) => v.parse(AddBody, body).auth);
  return { ...opened, actor, auths, requests: () => asked('addThreepid').length };
}

/** A homeserver that asks who they are by these flows. */
export function whoIsAsked(authFlows: Flows, circumstances: Circumstances = {}) {
  const settings = { authFlows, ...circumstances.settings };
  return whoAsks({ ...circumstances, settings });
}

/** A 401 that asks for these flows. */
export function authRequired(flows: Flows, more: object = {}): Fault['outcome'] {
  return {
    status: 401,
    body: { session: 'given', flows: flows.map((stages) => ({ stages })), ...more },
  };
}

/** An app that opens pages nowhere, and knows which. */
export function openingPages() {
  const urls: string[] = [];
  const closed: string[] = [];
  let done: (() => void) | null = null;
  const openFallback: ThreepidsOptions['openFallback'] = (url, onDone) => {
    urls.push(url);
    done = onDone;
    return () => void closed.push(url);
  };
  return { openFallback, urls, closed, saysDone: () => done?.() };
}

/** An app that does captchas, each as the test says. */
export function solvingCaptchas(...ways: AuthStageHandler[]) {
  const questions: Parameters<AuthStageHandler>[0][] = [];
  const authStages = {
    'm.login.recaptcha': ((question) => {
      questions.push(question);
      const way = ways[questions.length - 1];
      return way ? way(question) : new Promise(() => undefined);
    }) satisfies AuthStageHandler,
  };
  return { authStages, questions };
}

/** Nothing that proves who somebody is or what they read is in anything that was written. */
export function expectNoSecrets(
  { person }: Pick<Awaited<ReturnType<typeof simulatedPerson>>, 'person'>,
  ...more: readonly string[]
) {
  const secrets = [...person.secrets, ...more];
  const leaks = person.traces().filter((trace) => secrets.some((each) => trace.includes(each)));
  expect(leaks).toEqual([]);
}
