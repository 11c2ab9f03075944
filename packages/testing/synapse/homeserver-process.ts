import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines } from './last-lines.ts';

/** A Synapse process that answers. */
export interface HomeserverProcess {
  stop(): Promise<void>;
}

const LAUNCHER = join(import.meta.dirname, 'run-synapse.py');
const START_MS = 60_000;
const POLL_MS = 100;
const STOP_MS = 5000;

/** Starts Synapse in a directory that holds its configuration, and waits until it answers. */
export async function runHomeserver(
  python: string,
  { directory, baseUrl, log }: { directory: string; baseUrl: string; log: string },
): Promise<HomeserverProcess> {
  await mkdir(dirname(log), { recursive: true });
  const output = await open(log, 'w');
  const child = spawn(python, [LAUNCHER, '-c', 'homeserver.yaml'], {
    cwd: directory,
    stdio: ['pipe', output.fd, output.fd],
  });
  await once(child, 'spawn');
  await output.close();
  const obstacle = await obstacleToAnswering(child, baseUrl);
  if (obstacle !== undefined) {
    await end(child);
    const ending = lastLines(await readFile(log, 'utf8'), 15);
    throw new Error(`${obstacle}. The end of ${log}:\n${ending}`);
  }
  return { stop: () => end(child) };
}

/** Waits until the homeserver answers, or for the reason why it never will. */
async function obstacleToAnswering(
  child: ChildProcess,
  baseUrl: string,
): Promise<string | undefined> {
  const limit = AbortSignal.timeout(START_MS);
  while (!(await answers(baseUrl, limit))) {
    if (hasEnded(child)) return 'Synapse ended while starting';
    if (limit.aborted) return `Synapse did not answer within ${START_MS / 1000} seconds`;
    await pause(POLL_MS);
  }
  return undefined;
}

async function answers(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/_matrix/client/versions`, { signal })).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const lastResort = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exit;
  clearTimeout(lastResort);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
