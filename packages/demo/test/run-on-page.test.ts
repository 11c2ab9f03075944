import type { Journey } from '@threepid/testing/journeys';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { useBrowser } from './browser.ts';
import { setupOn } from './page-setup.ts';
import { runOnPage } from './run-on-page.ts';

const { open } = useBrowser();

it('writes a screenshot and a log without secrets when a story fails', async () => {
  const journey: Journey = {
    title: 'it rains',
    async run(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      throw new Error('It does not rain');
    },
  };
  const folder = 'test-results/failure-on-purpose';
  const page = await open('react.html');
  const failure = runOnPage(journey, page, setupOn(page), folder);
  await expect(failure).rejects.toThrow(`See ${folder}/it-rains.png and ${folder}/it-rains.log`);

  const png = await readFile(`${folder}/it-rains.png`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const log = await readFile(`${folder}/it-rains.log`, 'utf8');
  expect(log).toContain('addsEmail "alice@email-provider.org"\n');
  expect(log).toMatch(/  add-\S+-1: address\.submit → \{"requestingToken":"requesting"\}\n/u);
  expect(log).toContain('entersPassword …\n');
  expect(log).toContain('POST /account/3pid/add m.login.password 401 M_FORBIDDEN');
  expect(log).not.toContain('not my password');
});
