import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../src/index.ts';
import { acts, type Act } from './answers/acts.ts';
import { rows } from './answers/rows.ts';
import { simulatedPerson } from './simulated-person.ts';

/** What a machine may ask by itself after one act of a person, the request of that act included. */
const PATIENCE = 4;

/** How often it asks besides whether the link was opened, once a person has authenticated. */
const CHECKS = 20;

/** After these a person has authenticated, so that the link may be watched for. */
const WATCHED = ['entersPassword', 'continuesAuthenticated', 'signsOn'];

const STEP = 15_000;
const HOUR = 3_600_000;

function interactiveAuth(body: object): Fault['outcome'] {
  return { status: 401, body: { params: {}, ...body } };
}

const password = [{ stages: ['m.login.password'] }];
const dummy = [{ stages: ['m.login.dummy'] }];

/** Every answer that goes wrong somewhere, and those of interactive auth that lead on by themselves. */
const answers = new Map<string, Fault['outcome']>([
  ...rows.flatMap(({ when, problem, answer }) =>
    answer === undefined ? [] : [[`${problem}: ${when}`, answer] as const],
  ),
  ['the link was not opened yet', { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } }],
  ['a dummy stage', interactiveAuth({ session: 'one', flows: dummy })],
  [
    'a dummy stage that is completed',
    interactiveAuth({ flows: dummy, completed: ['m.login.dummy'] }),
  ],
  [
    'a password in one session',
    interactiveAuth({ session: 'one', flows: password, completed: [] }),
  ],
  ['a password without a session', interactiveAuth({ session: '', flows: password })],
  ['no flow', interactiveAuth({ session: 'one', flows: [] })],
  ['a session that nobody knows', { status: 400, body: { errcode: 'M_UNKNOWN' } }],
  ['an empty object', { status: 200, body: {} }],
]);

/** Lets everything go on that waits for no time to pass. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}

describe.each(['to that request', 'to every request'] as const)('an answer %s', (scope) => {
  for (const [what, outcome] of answers) {
    it.each(Object.entries<Act>(acts))(
      `is taken with patience while %s (${what})`,
      async (name, { endpoint, settings = {}, does }) => {
        const alice = await simulatedPerson({
          settings,
          openFallback: (_url, onDone) => {
            queueMicrotask(onDone);
            return () => undefined;
          },
        });
        const { homeserver, clock } = alice;
        let before = 0;
        const acted = new Promise<void>((resolve) => {
          const then = () => {
            before = homeserver.requests.length;
            const only = scope === 'to that request' && endpoint !== null ? { endpoint } : {};
            for (let time = 0; time < 500; time += 1) homeserver.faults.add({ ...only, outcome });
            resolve();
          };
          // What it leads to may be that nothing is told.
          void does(alice, then);
        });
        await acted;
        for (let passed = 0; passed < HOUR; passed += STEP) {
          await settle();
          clock.increment(STEP);
        }
        await settle();

        const made = homeserver.requests.slice(before);
        const additions = made.filter((request) => request.endpoint === 'addThreepid').length;
        // The first one is the person's. Where no answer comes to a check, the list is looked at.
        const isWatch = WATCHED.includes(name) && additions > PATIENCE;
        const checks = isWatch ? additions - 1 : 0;
        expect(checks).toBeLessThanOrEqual(CHECKS);
        expect(made.length).toBeLessThanOrEqual(PATIENCE + 2 * checks);
      },
    );
  }
});
