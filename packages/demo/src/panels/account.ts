import type { Account } from '../sign-in/sign-in.ts';
import { element, panel } from './element.ts';

/** Shows who is signed in, with `details` about the account, and a button that signs out. */
export function account(
  { baseUrl, userId }: Account,
  details: readonly Node[],
  signOut: () => void,
): HTMLElement {
  const button = element('button', { type: 'button', className: 'button secondary' }, 'Sign out');
  button.addEventListener('click', signOut);
  return panel(
    'account',
    'Account',
    element(
      'p',
      { className: 'who' },
      'Signed in as ',
      element('strong', {}, element('bdi', {}, userId)),
      ' on ',
      element('bdi', {}, baseUrl),
      '.',
    ),
    ...details,
    element('div', { className: 'actions' }, button),
  );
}
