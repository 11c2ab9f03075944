import { addThreepidView, removeThreepidView } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/index.ts';
import { settle } from '../client-environment.ts';
import { commandIn } from '../command.ts';
import { actions, type Action } from '../errors/actions.ts';
import { error } from '../errors/case.ts';
import { cases } from '../errors/cases.ts';
import type { View } from '../helpers/screen.ts';
import { createSimulatedFixture, type SimulatedFixture } from '../helpers/simulated-fixture.ts';

/** The most reads of the list after a flow that ended without one. */
const MAX_STALE_READS = 4;
/** The most requests after one action of the user, including the action's own. */
const MAX_REQUESTS = 4;
/** The most checks whether the link was opened, once the user has authenticated. */
const MAX_LINK_CHECKS = 24;
/** The user has authenticated after these, so the link may be checked. */
const POLLING = [
  'submitPassword',
  'submitPasswordAfterLink',
  'proceedAuthenticated',
  'signOn',
  'return to the page',
  'wait',
];

/** The time limit of a request. The clock moves this far at once. */
const STEP = 30_000;
const HOUR = 3_600_000;

type Outcome = Fault['outcome'];
interface TestedAction extends Pick<Action, 'endpoint' | 'settings'> {
  /** By default `MAX_REQUESTS`. */
  readonly maxRequests?: number;
  readonly run: (
    fixture: SimulatedFixture,
    beforeRequest: () => void,
    typed?: string,
  ) => Promise<unknown>;
}

const testedActions: Readonly<Record<string, TestedAction>> = {
  ...actions,
  'cancel during the addition': {
    endpoint: null,
    // `/add`, and the list that the flow reads before it ends.
    maxRequests: 2 + MAX_STALE_READS,
    async run({ validatingByLink }, beforeRequest) {
      const { actor, view } = await validatingByLink();
      beforeRequest();
      view.proceed?.();
      commandIn(addThreepidView(actor).getSnapshot(), 'cancel')?.();
    },
  },
  'return to the page': {
    endpoint: 'addThreepid',
    run: async ({ polling, returnToPage }, beforeRequest) =>
      polling().then(beforeRequest).then(returnToPage),
  },
  wait: {
    endpoint: 'addThreepid',
    run: async ({ polling }, beforeRequest) => polling().then(beforeRequest),
  },
};

function challenge(stages: readonly string[], session?: string, more: object = {}): Outcome {
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

/** Every error response, and the challenges that cause automatic requests; the argument counts the requests. */
const responses = new Map<string, (request: number) => Outcome>([
  ...cases.flatMap(({ when, problem, response }) =>
    response === undefined ? [] : [[`${problem}: ${when}`, () => response] as const],
  ),
  ...Object.entries(ERRCODES).flatMap(([status, errcodes]) =>
    errcodes
      .split(/\s+/u)
      .map((errcode) => [`${status} ${errcode}`, () => error(Number(status), errcode)] as const),
  ),
  ['a rate limit of 0 ms', () => error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 0 })],
  ['500 M_UNKNOWN', () => error(500, 'M_UNKNOWN')],
  ['an empty object', () => ({ status: 200, body: {} })],
  ['no flow', () => ({ status: 401, body: { session: 'one', flows: [], params: {} } })],
  ['a password without a session', () => challenge(['m.login.password'])],
  ['a wrong password', () => challenge(['m.login.password'], 'one', { errcode: 'M_FORBIDDEN' })],
  ...['m.login.password', 'm.login.dummy', 'org.app', 'org.page'].flatMap((stage) => {
    const completed = { completed: [stage] };
    return [
      [`${stage}, in one session`, () => challenge([stage], 'one')] as const,
      [`${stage}, in a new session each time`, (n: number) => challenge([stage], `s${n}`)] as const,
      [`${stage} completed`, () => challenge([stage], 'one', completed)] as const,
      [
        `${stage} completed, in a new session each time`,
        (n: number) => challenge([stage], `s${n}`, completed),
      ] as const,
    ];
  }),
  ['two app stages in turns', (n) => challenge([n % 2 === 0 ? 'org.app' : 'org.app.too'], 'one')],
]);

const handler = async () => ({});

/** Cancels every flow while the homeserver still responds with the error. Returns their last steps. */
async function cancelAll({ client, clock }: SimulatedFixture): Promise<View['step'][]> {
  const { additions, rows } = await client.settled();
  const sources = [
    ...additions.map((addition) => addThreepidView(addition)),
    ...rows.flatMap(({ removal }) => (removal === null ? [] : [removeThreepidView(removal)])),
  ];
  for (const source of sources) commandIn(source.getSnapshot(), 'cancel')?.();
  await settle();
  // The list is read first if a request may have been carried out, and that may time out.
  clock.increment(STEP);
  await settle();
  return sources.map((source) => source.getSnapshot().step);
}

describe.each(['to the request', 'to every request'] as const)('a response %s', (scope) => {
  describe.each([...responses])('(%s)', (_, response) => {
    it.each(Object.entries(testedActions))(
      'causes few automatic requests, and the flow can be cancelled: %s',
      async (name, { endpoint, settings = {}, maxRequests = MAX_REQUESTS, run }) => {
        const fixture = await createSimulatedFixture({
          settings,
          authStages: { 'org.app': handler, 'org.app.too': handler },
          openFallback: (_url, onDone) => {
            queueMicrotask(onDone);
            return () => undefined;
          },
        });
        const { homeserver, clock } = fixture;
        let before = 0;
        await new Promise<void>((resolve) => {
          // Not awaited, because no problem may be shown in the end.
          void run(fixture, () => {
            before = homeserver.requests.length;
            const only = scope === 'to the request' && endpoint !== null ? { endpoint } : {};
            const outcomes = Array.from({ length: 200 }, (__, request) => response(request));
            for (const outcome of outcomes) homeserver.faults.add({ ...only, outcome });
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
        const reads = made.filter((request) => request.endpoint === 'listThreepids').length;
        // The first addition is the user's own, unless they only wait. The list is read after a check
        // with an unknown outcome.
        const isPolling = POLLING.includes(name) && additions > MAX_REQUESTS;
        const checks = isPolling ? additions - (name === 'wait' ? 0 : 1) : 0;
        const readsAfterChecks = isPolling ? Math.min(reads, additions) : 0;
        expect(checks).toBeLessThanOrEqual(MAX_LINK_CHECKS);
        expect(made.length - checks - readsAfterChecks).toBeLessThanOrEqual(maxRequests);
        const ends = await cancelAll(fixture);
        const CANCELLED = ['cancelled', 'unavailable', 'unsettled'];
        expect(ends.filter((step) => !CANCELLED.includes(step))).toEqual([]);
      },
    );
  });
});
