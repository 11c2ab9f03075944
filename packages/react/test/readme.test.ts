// @vitest-environment happy-dom
import { threepidsView } from '@threepid/core';
import { expect, it } from 'vitest';
import mainReadme from '../../../README.md?raw';
import readme from '../README.md?raw';
import { threepids } from './readme/threepids.ts';

// Imported dynamically, because the linter looks for a default export behind `?raw`.
const files = await Promise.all([
  import('./readme/account.tsx?raw'),
  import('./readme/addition.tsx?raw'),
  import('./readme/authentication.tsx?raw'),
  import('./readme/removal.tsx?raw'),
  import('./readme/screen.tsx?raw'),
  import('./readme/threepids.ts?raw'),
]);
const examples = files.map((file) => file.default);

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
