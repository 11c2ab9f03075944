import { expect, it } from 'vitest';
import readme from '../README.md?raw';
import { template } from './add-email.ts';

it('the README shows the component that is tested here', () => {
  expect(readme).toContain(template);
});
