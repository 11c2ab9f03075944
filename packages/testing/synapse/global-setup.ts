import { rm } from 'node:fs/promises';
import { install } from './install.ts';
import { SYDENT, SYNAPSE } from './programs.ts';
import { LOGS } from './python-process.ts';

/** Installs both servers before the first test, and deletes the logs of the last run. */
export default async function setUp(): Promise<void> {
  for (const program of [SYNAPSE, SYDENT]) {
    await install(program);
    console.log(`${program.name} ${program.version}`);
  }
  await rm(LOGS, { recursive: true, force: true });
}
