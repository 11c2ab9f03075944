import { setImmediate } from 'node:timers/promises';
import { addThreepidView, removeThreepidView } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../src/index.ts';
import { acts, type Act } from './answers/acts.ts';
import { error } from './answers/row.ts';
import { rows } from './answers/rows.ts';
import { offers, press } from './paths/view.ts';
import { simulatedPerson } from './simulated-person.ts';

/** What a machine may ask by itself after one act of a person, the request of that act included. */
const PATIENCE = 4;
/** How often it asks besides whether the link was opened, once a person has authenticated. */
const CHECKS = 20;
/** After these a person has authenticated, so that the link may be watched for. */
const WATCHED = ['entersPassword', 'continuesAuthenticated', 'signsOn', 'comesBack', 'waits'];
const STEP = 30_000;

type Alice = Awaited<ReturnType<typeof simulatedPerson>>;
type Outcome = Fault['outcome'];
interface Tried extends Pick<Act, 'endpoint' | 'settings'> {
  readonly does: (...circumstances: Parameters<Act['does']>) => Promise<unknown>;
}

const tried: Readonly<Record<string, Tried>> = {
  ...acts,
  cancelsMeanwhile: {
    endpoint: null,
    async does({ validatingByLink }, then) {
      const { actor, view } = await validatingByLink();
      then();
      view.proceed?.();
      press(addThreepidView(actor).getSnapshot(), 'cancel');
    },
  },
  comesBack: {
    endpoint: 'addThreepid',
    does: async ({ watching, returnToPage }, then) => watching().then(then).then(returnToPage),
  },
  waits: { endpoint: 'addThreepid', does: async ({ watching }, then) => watching().then(then) },
};

function flows(stages: readonly string[], session?: string, more: object = {}): Outcome {
  return { status: 401, body: { params: {}, session, flows: [{ stages }], ...more } };
}

const ERRCODES = {
  400: `M_THREEPID_IN_USE M_THREEPID_MEDIUM_NOT_SUPPORTED M_INVALID_PARAM M_EMAIL_SEND_ERROR
    M_SEND_ERROR M_DESTINATION_REJECTED M_SERVER_NOT_TRUSTED M_FORBIDDEN M_TOKEN_INCORRECT M_UNKNOWN
    M_NO_VALID_SESSION M_SESSION_EXPIRED M_THREEPID_AUTH_FAILED M_SESSION_NOT_VALIDATED`,
  401: 'M_UNKNOWN_TOKEN M_MISSING_TOKEN',
  403: `M_THREEPID_DENIED M_TERMS_NOT_SIGNED M_FORBIDDEN M_UNKNOWN M_USER_DEACTIVATED M_USER_LOCKED
    M_USER_SUSPENDED M_GUEST_ACCESS_FORBIDDEN M_RESOURCE_LIMIT_EXCEEDED`,
  404: 'M_NOT_FOUND M_THREEPID_NOT_FOUND M_UNRECOGNIZED',
  405: 'M_UNRECOGNIZED',
  429: 'M_LIMIT_EXCEEDED',
};

/** Every answer that goes wrong somewhere, and those of interactive auth that lead on by themselves. */
const answers = new Map<string, (time: number) => Outcome>([
  ...rows.flatMap(({ when, problem, answer }) =>
    answer === undefined ? [] : [[`${problem}: ${when}`, () => answer] as const],
  ),
  ...Object.entries(ERRCODES).flatMap(([status, errcodes]) =>
    errcodes
      .split(/\s+/u)
      .map((errcode) => [`${status} ${errcode}`, () => error(Number(status), errcode)] as const),
  ),
  ['no wait at all', () => error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 0 })],
  ['500 M_UNKNOWN', () => error(500, 'M_UNKNOWN')],
  ['an empty object', () => ({ status: 200, body: {} })],
  ['no flow', () => ({ status: 401, body: { session: 'one', flows: [], params: {} } })],
  ['a password without a session', () => flows(['m.login.password'])],
  [
    'a password that is wrong',
    () => flows(['m.login.password'], 'one', { errcode: 'M_FORBIDDEN' }),
  ],
  ...['m.login.password', 'm.login.dummy', 'org.app', 'org.page'].flatMap((stage) => {
    const completed = { completed: [stage] };
    return [
      [`${stage}, in one session`, () => flows([stage], 'one')] as const,
      [`${stage}, in another session each time`, (n: number) => flows([stage], `s${n}`)] as const,
      [`${stage} completed`, () => flows([stage], 'one', completed)] as const,
      [`${stage} completed in others`, (n: number) => flows([stage], `s${n}`, completed)] as const,
    ];
  }),
  ['stages of the app in turns', (n) => flows([n % 2 === 0 ? 'org.app' : 'org.app.too'], 'one')],
]);

const handler = async () => ({});
/** Lets everything go on that waits for no time to pass. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}

/** The flows that the person can neither leave nor see the end of. */
async function traps({ person }: Alice) {
  const { additions, rows: listed } = await person.settled();
  const views = [
    ...additions.map((actor) => addThreepidView(actor).getSnapshot()),
    ...listed.flatMap(({ removal }) => (removal ? removeThreepidView(removal).getSnapshot() : [])),
  ];
  return views.filter((view) => !offers(view, 'cancel'));
}

describe.each(['to that request', 'to every request'] as const)('an answer %s', (scope) => {
  describe.each([...answers])('(%s)', (_, answer) => {
    it.each(Object.entries(tried))(
      'is taken with patience, and leaves a way out, where a person %s',
      async (name, { endpoint, settings = {}, does }) => {
        const alice = await simulatedPerson({
          settings,
          authStages: { 'org.app': handler, 'org.app.too': handler },
          openFallback: (_url, onDone) => {
            queueMicrotask(onDone);
            return () => undefined;
          },
        });
        const { homeserver, clock } = alice;
        let before = 0;
        await new Promise<void>((resolve) => {
          // What it leads to may be that nothing is told.
          void does(alice, () => {
            before = homeserver.requests.length;
            const only = scope === 'to that request' && endpoint !== null ? { endpoint } : {};
            const faults = Array.from({ length: 200 }, (__, time) => answer(time));
            for (const outcome of faults) homeserver.faults.add({ ...only, outcome });
            resolve();
          });
        });
        for (let passed = 0; passed < 3_600_000; passed += STEP) {
          await settle();
          clock.increment(STEP);
        }
        await settle();
        const made = homeserver.requests.slice(before);
        const additions = made.filter((request) => request.endpoint === 'addThreepid').length;
        const checks =
          WATCHED.includes(name) && additions > PATIENCE
            ? additions - (name === 'waits' ? 0 : 1)
            : 0;
        expect(checks).toBeLessThanOrEqual(CHECKS);
        // Where no answer comes to a check, the list is looked at.
        expect(made.length).toBeLessThanOrEqual(PATIENCE + 2 * checks);
        expect(await traps(alice)).toEqual([]);
      },
    );
  });
});
