import { expect, it } from 'vitest';
import readme from '../README.md?raw';

it('the README shows the component that is tested here', async () => {
  const example = await import('./add-email.tsx?raw');
  expect(readme).toContain(example.default);
});
