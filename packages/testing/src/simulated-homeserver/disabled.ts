import { refusal } from './answers.ts';

/** Synapse says 400 where the specification has 403. */
export function changesDisabled() {
  return refusal(400, 'M_FORBIDDEN', '3PID changes are disabled on this server');
}

export function emailUnsupported() {
  const error = 'Adding an email to your account is disabled on this server';
  return refusal(400, 'M_THREEPID_MEDIUM_NOT_SUPPORTED', error);
}
