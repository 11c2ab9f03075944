import type { Mount } from './client.ts';
import { startOwnHomeserver } from './own-homeserver.ts';
import { startSimulation } from './simulation.ts';

/** Puts a page on a simulated homeserver, or with `?homeserver=own` on whichever one a person signs in to. */
export function startDemo(mount: Mount): void {
  const which = new URLSearchParams(location.search).get('homeserver');
  if (which === 'own') startOwnHomeserver(mount);
  else startSimulation(mount);
}
