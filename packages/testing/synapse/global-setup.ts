import { rm } from 'node:fs/promises';
import { installedSynapse, installSynapse, SYNAPSE_VERSION } from './install.ts';
import { LOGS } from './start-synapse.ts';

/** Before the first test: Synapse is there, and the logs of the last run are not. */
export default async function prepare(): Promise<void> {
  if (installedSynapse() === undefined) console.log(`Installing Synapse ${SYNAPSE_VERSION} …`);
  await installSynapse();
  console.log(`Synapse ${SYNAPSE_VERSION}`);
  await rm(LOGS, { recursive: true, force: true });
}
