// @vitest-environment happy-dom
import { threepidsView } from '@threepid/core';
import { expect, it } from 'vitest';
import mainReadme from '../../../README.md?raw';
import readme from '../README.md?raw';
import account from './readme/Account.vue?raw';
import addition from './readme/Addition.vue?raw';
import authentication from './readme/Authentication.vue?raw';
import command from './readme/Command.vue?raw';
import deleteDevice from './readme/DeleteDevice.vue?raw';
import field from './readme/Field.vue?raw';
import removal from './readme/Removal.vue?raw';
import rows from './readme/Rows.vue?raw';
import screen from './readme/Screen.vue?raw';
import { threepids } from './readme/threepids.ts';

const { default: createList } = await import('./readme/threepids.ts?raw');

const examples = [
  account,
  addition,
  authentication,
  command,
  deleteDevice,
  field,
  removal,
  rows,
  screen,
  createList,
];

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
