import { rm } from 'node:fs/promises';
import { install } from './install.ts';
import { SYDENT, SYNAPSE } from './programs.ts';
import { LOGS } from './python-process.ts';

/** Before the first test: both servers are there, and the logs of the last run are not. */
export default async function prepare(): Promise<void> {
  for (const program of [SYNAPSE, SYDENT]) {
    await install(program);
    console.log(`${program.name} ${program.version}`);
  }
  await rm(LOGS, { recursive: true, force: true });
}
