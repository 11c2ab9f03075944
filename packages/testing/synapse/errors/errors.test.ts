import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions, type Action } from '../../test/errors/actions.ts';
import type { ErrorCase } from '../../test/errors/case.ts';
import { cases as allCases } from '../../test/errors/cases.ts';
import { CONFIRMED, observedOn } from '../../test/errors/observed.ts';
import { openSynapse } from '../open-synapse.ts';
import { startAuthService } from './auth-service.ts';
import { observe, type Observation } from './observe.ts';
import { serverChanges, type RealServers } from './server-changes.ts';
import { INITIAL_OPTIONS, setups, type Setup } from './setups.ts';

interface Case {
  readonly errorCase: ErrorCase;
  readonly setup: Setup;
}

const PAGE = join(import.meta.dirname, '../../../../docs/errors.md');

const ErrorBody = v.object({ errcode: v.string() });

const cases = allCases.flatMap((errorCase): Case[] =>
  errorCase.onSynapse === undefined ? [] : [{ errorCase, setup: setups[errorCase.onSynapse] }],
);

describe('a real Synapse', () => {
  let servers: RealServers;
  let confirmed = 0;

  beforeAll(async () => {
    servers = { ...(await openSynapse(INITIAL_OPTIONS)), authService: await startAuthService() };
  });
  afterEach(() => servers.acceptMail(true));
  afterAll(async () => {
    await servers.authService.close();
    await servers.close();
  });

  function itConfirms({ errorCase }: Case, observing: () => Promise<Observation>) {
    const { action, when, problem, step, field, response, onSynapse } = errorCase;
    const { title }: Action = actions[action];
    it(`${title}: ${when} (${problem}; ${onSynapse})`, async ({ task: { meta } }) => {
      meta.servers = servers.name;
      const { screen, responses } = await observing();
      expect(observedOn(screen)).toEqual({ problem, step, field });
      if (typeof response === 'object') {
        const { errcode } = v.parse(ErrorBody, response.body);
        expect(responses).toContainEqual({ status: response.status, errcode });
      }
      confirmed += 1;
    });
  }

  describe('responds as the fixture says', () => {
    for (const each of cases.filter(({ setup }) => setup.serverChange === undefined)) {
      itConfirms(each, () => observe(servers, each));
    }
  });

  // All users first advance to the request that a change affects. Then each change happens once for
  // all of them, because a restart takes seconds.
  describe('responds as the fixture says after a change of the servers', () => {
    const withChange = cases.filter(({ setup }) => setup.serverChange !== undefined);
    const observations = new Map<Case, Promise<Observation>>();

    beforeAll(async () => {
      const changed = new Map<string, Promise<void>>();
      const arrivals = withChange.map(
        (each) =>
          new Promise<void>((resolve, reject) => {
            const observation = observe(servers, each, () => {
              resolve();
              return changed.get(each.setup.serverChange ?? '');
            });
            observation.catch(reject);
            observations.set(each, observation);
          }),
      );
      let previous: Promise<unknown> = Promise.all(arrivals);
      for (const [name, change] of Object.entries(serverChanges)) {
        const done = previous.then(() => change(servers));
        changed.set(name, done);
        const affected = withChange.filter(({ setup }) => setup.serverChange === name);
        previous = done.then(() =>
          Promise.allSettled(affected.map((each) => observations.get(each))),
        );
      }
      await previous;
    });

    for (const each of withChange) {
      itConfirms(each, async () => {
        const observation = await observations.get(each);
        if (observation === undefined) throw new Error('The user was not observed');
        return observation;
      });
    }
  });

  it('confirms as many cases as docs/errors.md marks as confirmed', async () => {
    const lines = (await readFile(PAGE, 'utf8')).split('\n');
    expect(lines.filter((line) => line.endsWith(`| ${CONFIRMED} |`)).length).toBe(confirmed);
  });
});
