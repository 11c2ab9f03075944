import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acts, type Act } from '../../test/answers/acts.ts';
import type { Row } from '../../test/answers/row.ts';
import { rows } from '../../test/answers/rows.ts';
import { SEEN, seenIn } from '../../test/answers/seen.ts';
import { openSynapse } from '../open-synapse.ts';
import { startAuthService } from './auth-service.ts';
import { observe, type Observation } from './observe.ts';
import { serverChanges, type RealServers } from './server-changes.ts';
import { INITIAL_OPTIONS, setups, type Setup } from './setups.ts';

interface Case {
  readonly row: Row;
  readonly setup: Setup;
}

const PAGE = join(import.meta.dirname, '../../../../docs/errors.md');

const ErrorBody = v.object({ errcode: v.string() });

const cases = rows.flatMap((row): Case[] =>
  row.onSynapse === undefined ? [] : [{ row, setup: setups[row.onSynapse] }],
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

  function itConfirms({ row }: Case, observing: () => Promise<Observation>) {
    const { act, when, problem, step, field, answer } = row;
    const { title }: Act = acts[act];
    it(`${title}: ${when} (${problem}; ${row.onSynapse})`, async ({ task: { meta } }) => {
      meta.servers = servers.name;
      const { view, responses } = await observing();
      expect(seenIn(view)).toEqual({ problem, step, field });
      if (typeof answer === 'object') {
        const { errcode } = v.parse(ErrorBody, answer.body);
        expect(responses).toContainEqual({ status: answer.status, errcode });
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

  it('confirms as many rows as docs/errors.md marks as seen', async () => {
    const lines = (await readFile(PAGE, 'utf8')).split('\n');
    expect(lines.filter((line) => line.endsWith(`| ${SEEN} |`)).length).toBe(confirmed);
  });
});
