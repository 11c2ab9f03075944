import type { Mount } from './client.ts';
import { startOwnHomeserver } from './own-homeserver.ts';
import { startRealHomeserver } from './real-homeserver.ts';
import { startSimulation } from './simulation.ts';

/**
 * Starts a page on a simulated homeserver. With `?homeserver=own`, it starts on the real homeserver that
 * the user signs in to, and with `?homeserver=real` on the one that `npm run start:synapse` started.
 */
export function startDemo(mount: Mount): void {
  switch (new URLSearchParams(location.search).get('homeserver')) {
    case 'own':
      return startOwnHomeserver(mount);
    case 'real':
      return void startRealHomeserver(mount);
    default:
      return startSimulation(mount);
  }
}
