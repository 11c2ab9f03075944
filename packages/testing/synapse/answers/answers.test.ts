import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acts, type Act } from '../../test/answers/acts.ts';
import type { Row } from '../../test/answers/row.ts';
import { rows } from '../../test/answers/rows.ts';
import { SEEN, seenIn } from '../../test/answers/seen.ts';
import { openSynapse } from '../world.ts';
import { startAuthService } from './auth-service.ts';
import { changes, type Servers } from './changes.ts';
import { meet, type Met } from './meet.ts';
import { SETTINGS, ways, type Way } from './ways.ts';

interface Claim {
  readonly row: Row;
  readonly way: Way;
}

const PAGE = join(import.meta.dirname, '../../../../docs/errors.md');

const Errcode = v.object({ errcode: v.string() });

const claims = rows.flatMap((row): Claim[] =>
  row.onSynapse === undefined ? [] : [{ row, way: ways[row.onSynapse] }],
);

describe('a real Synapse', () => {
  let world: Servers;
  let seenSo = 0;

  beforeAll(async () => {
    world = { ...(await openSynapse(SETTINGS)), authService: await startAuthService() };
  });
  afterEach(() => world.acceptMail(true));
  afterAll(async () => {
    await world.authService.close();
    await world.close();
  });

  function itAnswers({ row }: Claim, meeting: () => Promise<Met>) {
    const { act, when, problem, step, field, answer } = row;
    const { title }: Act = acts[act];
    it(`${title}: ${when} (${problem}; ${row.onSynapse})`, async ({ task: { meta } }) => {
      meta.servers = world.name;
      const { view, answers } = await meeting();
      expect(seenIn(view)).toEqual({ problem, step, field });
      if (typeof answer === 'object') {
        const { errcode } = v.parse(Errcode, answer.body);
        expect(answers).toContainEqual({ status: answer.status, errcode });
      }
      seenSo += 1;
    });
  }

  describe('answers as the table says', () => {
    for (const claim of claims.filter(({ way }) => way.change === undefined)) {
      itAnswers(claim, () => meet(world, claim));
    }
  });

  describe('answers as the table says once it is changed', () => {
    const changed = claims.filter(({ way }) => way.change !== undefined);
    const seen = new Map<Claim, Promise<Met>>();

    beforeAll(async () => {
      const turns = new Map<string, Promise<void>>();
      const arrivals = changed.map(
        (claim) =>
          new Promise<void>((resolve, reject) => {
            const met = meet(world, claim, () => {
              resolve();
              return turns.get(claim.way.change ?? '');
            });
            met.catch(reject);
            seen.set(claim, met);
          }),
      );
      let last: Promise<unknown> = Promise.all(arrivals);
      for (const [name, change] of Object.entries(changes)) {
        const turn = last.then(() => change(world));
        turns.set(name, turn);
        const theirs = changed.filter(({ way }) => way.change === name);
        last = turn.then(() => Promise.allSettled(theirs.map((claim) => seen.get(claim))));
      }
      await last;
    });

    for (const claim of changed) {
      itAnswers(claim, async () => {
        const met = await seen.get(claim);
        if (met === undefined) throw new Error('Nobody came as far as that');
        return met;
      });
    }
  });

  it('has answered as often as docs/errors.md says that it was seen', async () => {
    const lines = (await readFile(PAGE, 'utf8')).split('\n');
    expect(lines.filter((line) => line.endsWith(`| ${SEEN} |`)).length).toBe(seenSo);
  });
});
