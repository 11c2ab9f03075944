// @vitest-environment happy-dom
import { threepidsView } from '@threepid/core';
import { expect, it } from 'vitest';
import mainReadme from '../../../README.md?raw';
import readme from '../README.md?raw';
import { threepids } from './readme/threepids.ts';

// Imported dynamically, because the linter looks for a default export behind `?raw`.
const files = await Promise.all([
  import('./readme/Account.vue?raw'),
  import('./readme/Addition.vue?raw'),
  import('./readme/Authentication.vue?raw'),
  import('./readme/Command.vue?raw'),
  import('./readme/Field.vue?raw'),
  import('./readme/Removal.vue?raw'),
  import('./readme/Rows.vue?raw'),
  import('./readme/Screen.vue?raw'),
  import('./readme/threepids.ts?raw'),
]);
const examples = files.map((file) => file.default);

it.each([
  ['README', readme],
  ["repository's README", mainReadme],
])('shows in the %s only code that the tests compile and run', (_, text) => {
  const blocks = [...text.matchAll(/^```(?:vue|ts)\n(.*?)^```$/gmsu)].map(([, code = '']) => code);
  expect(blocks.length).toBeGreaterThan(1);
  for (const block of blocks) expect(examples).toContain(block);
});

it('creates a list that makes no request before a component shows it', () => {
  expect(threepidsView(threepids).getSnapshot().step).toBe('idle');
});
