import { expect, it } from 'vitest';
import { fieldOf } from '../src/view-parts/field.ts';

// Chrome shows the domain of an `input` of type `email` in Punycode.
it('leaves an internationalized email address as it is typed', () => {
  expect(fieldOf('add', 'address', 'email', null).attributes).toMatchObject({
    type: 'text',
    inputmode: 'email',
    autocomplete: 'email',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
  });
});
