import type { Account } from '../sign-in/sign-in.ts';
import { element, panel } from './element.ts';

/** Says who is signed in, what else there is to say about them, and signs them out. */
export function account(
  { baseUrl, userId }: Account,
  about: readonly Node[],
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
      'You are ',
      element('strong', {}, element('bdi', {}, userId)),
      ' on ',
      element('bdi', {}, baseUrl),
      '.',
    ),
    ...about,
    element('div', { className: 'actions' }, button),
  );
}
