import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acts, type Act, type View } from '../../test/answers/acts.ts';
import type { Row } from '../../test/answers/row.ts';
import { rows } from '../../test/answers/rows.ts';
import { SEEN, seenIn } from '../../test/answers/seen.ts';
import { openSynapse, type RealWorld } from '../world.ts';
import { changes } from './changes.ts';
import { meet } from './meet.ts';
import { SETTINGS, ways, type Way } from './ways.ts';

interface Claim {
  readonly row: Row;
  readonly way: Way;
}

const PAGE = join(import.meta.dirname, '../../../../docs/errors.md');

const claims = rows.flatMap((row): Claim[] =>
  row.onSynapse === undefined ? [] : [{ row, way: ways[row.onSynapse] }],
);

describe('a real Synapse', () => {
  let world: RealWorld;
  let seenSo = 0;

  beforeAll(async () => {
    world = await openSynapse(SETTINGS);
  });
  afterEach(() => world.acceptMail(true));
  afterAll(() => world.close());

  function itAnswers({ row }: Claim, view: () => Promise<View>) {
    const { act, when, problem, step, field } = row;
    const { title }: Act = acts[act];
    it(`${title}: ${when} (${problem}; ${row.onSynapse})`, async ({ task: { meta } }) => {
      meta.servers = world.name;
      expect(seenIn(await view())).toEqual({ problem, step, field });
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
    const seen = new Map<Claim, Promise<View>>();

    beforeAll(async () => {
      const turns = new Map<string, Promise<void>>();
      const arrivals = changed.map(
        (claim) =>
          new Promise<void>((resolve, reject) => {
            const view = meet(world, claim, () => {
              resolve();
              return turns.get(claim.way.change ?? '');
            });
            view.catch(reject);
            seen.set(claim, view);
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
        const view = await seen.get(claim);
        if (view === undefined) throw new Error('Nobody came as far as that');
        return view;
      });
    }
  });

  it('has answered as often as docs/errors.md says that it was seen', async () => {
    const lines = (await readFile(PAGE, 'utf8')).split('\n');
    expect(lines.filter((line) => line.endsWith(`| ${SEEN} |`)).length).toBe(seenSo);
  });
});
