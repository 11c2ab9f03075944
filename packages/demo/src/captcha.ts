import type { AuthStageHandler } from '@threepid/core';
import { element } from './panels/element.ts';
import { openWindow } from './window.ts';

/** A captcha with one button, which creates the response that the simulated homeserver accepts. */
export const solveCaptcha: AuthStageHandler = ({ params, signal }) =>
  new Promise((resolve, reject) => {
    const solve = element(
      'button',
      { type: 'button', className: 'button primary' },
      "I'm not a robot",
    );
    const close = openWindow(
      {
        title: 'Are you a robot?',
        closeLabel: 'Not now',
        onClose: () => reject(new Error('The user closed the captcha')),
      },
      solve,
    );
    solve.addEventListener('click', () => {
      close();
      resolve({ response: `${String(params['public_key'])} solved` });
    });
    signal.addEventListener('abort', close);
  });
