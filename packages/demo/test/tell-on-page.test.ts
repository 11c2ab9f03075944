import type { Journey } from '@threepid/testing/journeys';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { useBrowser } from './browser.ts';
import { sceneOn } from './scene.ts';
import { tellOnPage } from './tell-on-page.ts';

const { open } = useBrowser();

it('leaves a screenshot and a log of a story that does not come about, without what was secret', async () => {
  const story: Journey = {
    title: 'it rains',
    async tell(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      throw new Error('It does not rain');
    },
  };
  const folder = 'test-results/failure-on-purpose';
  const page = await open('react.html');
  const failure = tellOnPage(story, page, sceneOn(page), folder);
  await expect(failure).rejects.toThrow(`See ${folder}/it-rains.png and ${folder}/it-rains.log`);

  const png = await readFile(`${folder}/it-rains.png`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const log = await readFile(`${folder}/it-rains.log`, 'utf8');
  expect(log).toContain('addsEmail "alice@email-provider.org"\n');
  expect(log).toContain('  add-1: address.submit → {"requestingToken":"asking"}\n');
  expect(log).toContain('entersPassword …\n');
  expect(log).toContain('POST /account/3pid/add m.login.password 401 M_FORBIDDEN');
  expect(log).not.toContain('not my password');
});
