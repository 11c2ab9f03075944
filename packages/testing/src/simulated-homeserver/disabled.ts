import { RefusedFor } from './answers.ts';

export function changesDisabled() {
  return new RefusedFor('changesDisabled', '3PID changes are disabled on this server');
}

export function emailUnsupported() {
  const error = 'Adding an email to your account is disabled on this server';
  return new RefusedFor('emailUnsupported', error);
}
