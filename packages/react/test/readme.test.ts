// @vitest-environment happy-dom
import { threepidsView } from '@threepid/core';
import { expect, it } from 'vitest';
import mainReadme from '../../../README.md?raw';
import readme from '../README.md?raw';
import account from './readme/account.tsx?raw';
import addition from './readme/addition.tsx?raw';
import authentication from './readme/authentication.tsx?raw';
import deleteDevice from './readme/delete-device.tsx?raw';
import emails from './readme/emails.tsx?raw';
import removal from './readme/removal.tsx?raw';
import screen from './readme/screen.tsx?raw';
import createList from './readme/threepids.ts?raw';
import { threepids } from './readme/threepids.ts';

const examples = [
  account,
  addition,
  authentication,
  deleteDevice,
  emails,
  removal,
  screen,
  createList,
];

it.each([
  ['README', readme],
  ["repository's README", mainReadme],
])('shows in the %s only code that the tests compile and run', (_, text) => {
  const blocks = [...text.matchAll(/^```tsx?\n(.*?)^```$/gmsu)].map(([, code = '']) => code);
  expect(blocks.length).toBeGreaterThan(2);
  for (const block of blocks) expect(examples).toContain(block);
});

it('creates a list that makes no request before a component shows it', () => {
  expect(threepidsView(threepids).getSnapshot().step).toBe('idle');
});
