import type { AuthStageHandler } from '@threepid/core';
import { element } from './beside/element.ts';
import { openWindow } from './window.ts';

/** A captcha that asks nobody anything hard, as the simulated homeserver wants it solved. */
export const solveCaptcha: AuthStageHandler = ({ params, signal }) =>
  new Promise((resolve, reject) => {
    const solve = element(
      'button',
      { type: 'button', className: 'button primary' },
      'I am no robot',
    );
    const close = openWindow(
      {
        title: 'Are you a robot?',
        closeLabel: 'Not now',
        onClose: () => reject(new Error('given up')),
      },
      solve,
    );
    solve.addEventListener('click', () => {
      close();
      resolve({ response: `${String(params['public_key'])} solved` });
    });
    signal.addEventListener('abort', close);
  });
