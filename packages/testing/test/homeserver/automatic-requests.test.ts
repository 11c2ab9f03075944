import { addThreepidView, removeThreepidView } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/index.ts';
import { acts, type Act, type View } from './answers/acts.ts';
import type { SimulatedFixture } from './answers/going-on.ts';
import { error } from './answers/row.ts';
import { rows } from './answers/rows.ts';
import { commandIn } from '../command.ts';
import { press } from './paths/view.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { settle } from '../client-environment.ts';

/** What a machine may ask by itself after one act of a client, the request of that act included. */
const PATIENCE = 4;
/** How often it asks besides whether the link was opened, once a client has authenticated. */
const CHECKS = 20;
/** After these a client has authenticated, so that the link may be watched for. */
const WATCHED = [
  'entersPassword',
  'entersPasswordOnceOpened',
  'continuesAuthenticated',
  'signsOn',
  'comesBack',
  'waits',
];

/** How long a request may take, and a clock moves at once. */
const STEP = 30_000;
const HOUR = 3_600_000;

type Outcome = Fault['outcome'];
interface Tried extends Pick<Act, 'endpoint' | 'settings'> {
  readonly does: (alice: SimulatedFixture, then: () => void, typed?: string) => Promise<unknown>;
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
    does: async ({ polling, returnToPage }, then) => polling().then(then).then(returnToPage),
  },
  waits: { endpoint: 'addThreepid', does: async ({ polling }, then) => polling().then(then) },
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

/** Cancels whatever is going on, while the homeserver answers as badly as before; the steps that it ends on. */
async function leave({ client, clock }: SimulatedFixture): Promise<View['step'][]> {
  const { additions, rows: listed } = await client.settled();
  const sources = [
    ...additions.map((addition) => addThreepidView(addition)),
    ...listed.flatMap(({ removal }) => (removal === null ? [] : [removeThreepidView(removal)])),
  ];
  for (const source of sources) commandIn(source.getSnapshot(), 'cancel')?.();
  await settle();
  // What was under way is looked up first, which may be answered by nobody either.
  clock.increment(STEP);
  await settle();
  return sources.map((source) => source.getSnapshot().step);
}

describe.each(['to that request', 'to every request'] as const)('an answer %s', (scope) => {
  describe.each([...answers])('(%s)', (_, answer) => {
    it.each(Object.entries(tried))(
      'is taken with patience, and can be left, where a client %s',
      async (name, { endpoint, settings = {}, does }) => {
        const alice = await createSimulatedFixture({
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
        for (let passed = 0; passed < HOUR; passed += STEP) {
          await settle();
          clock.increment(STEP);
        }
        await settle();
        const made = homeserver.requests.slice(before);
        const additions = made.filter((request) => request.endpoint === 'addThreepid').length;
        const looks = made.filter((request) => request.endpoint === 'listThreepids').length;
        // Unless they only wait, the first is the client's. Where nobody knows what came of a check, the
        // list is looked at.
        const isWatch = WATCHED.includes(name) && additions > PATIENCE;
        const checks = isWatch ? additions - (name === 'waits' ? 0 : 1) : 0;
        const looksOfWatch = isWatch ? Math.min(looks, additions) : 0;
        expect(checks).toBeLessThanOrEqual(CHECKS);
        expect(made.length - checks - looksOfWatch).toBeLessThanOrEqual(PATIENCE);
        const ends = await leave(alice);
        expect(ends.filter((step) => step !== 'cancelled')).toEqual([]);
      },
    );
  });
});
