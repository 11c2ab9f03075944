import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines } from './last-lines.ts';

/** A server that answers. */
export interface PythonProcess {
  /** Sets the server's clock ahead. */
  passTime(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

interface Start {
  /** For errors and for the name of the log. */
  readonly name: string;
  /** The Python script that runs it, and the arguments of that. */
  readonly command: readonly [launcher: string, ...args: readonly string[]];
  /** Where it runs. */
  readonly directory: string;
  /** Answers once the server is ready. */
  readonly url: string;
  /** Beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Where each start leaves what the server wrote, for whoever asks why a test failed. */
export const LOGS = join(import.meta.dirname, '..', 'test-results', 'synapse-logs');

const LAUNCHERS = join(import.meta.dirname, 'launchers');
const START_MS = 60_000;
const POLL_MS = 50;
const STOP_MS = 5000;

/** Starts a server, and waits until it answers. */
export async function startProcess(
  python: string,
  { name, command: [launcher, ...args], directory, url, environment = {} }: Start,
): Promise<PythonProcess> {
  await mkdir(LOGS, { recursive: true });
  const log = join(LOGS, `${name.toLowerCase()}-${new URL(url).port}.log`);
  // A server that is started again writes on.
  const output = await open(log, 'a');
  // Without -B Python leaves a folder of its own beside the launchers.
  const child = spawn(python, ['-B', join(LAUNCHERS, launcher), ...args], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['pipe', output.fd, output.fd, 'pipe'],
  });
  await once(child, 'spawn');
  await output.close();
  const obstacle = await obstacleToAnswering(child, name, url);
  if (obstacle !== undefined) {
    await end(child);
    const ending = lastLines(await readFile(log, 'utf8'), 15);
    throw new Error(`${obstacle}. The end of ${log}:\n${ending}`);
  }
  return {
    async passTime(milliseconds) {
      const [, , , acknowledgements] = child.stdio;
      if (!(acknowledgements instanceof Readable)) throw new Error(`${name} has no tether`);
      const acknowledged = once(acknowledgements, 'data');
      child.stdin?.write(`${milliseconds}\n`);
      await acknowledged;
    },
    stop: () => end(child),
  };
}

/** Waits until the server answers, or for the reason why it never will. */
async function obstacleToAnswering(
  child: ChildProcess,
  name: string,
  url: string,
): Promise<string | undefined> {
  const limit = AbortSignal.timeout(START_MS);
  while (!(await answers(url, limit))) {
    if (hasEnded(child)) return `${name} ended while starting`;
    if (limit.aborted) return `${name} did not answer within ${START_MS / 1000} seconds`;
    await pause(POLL_MS);
  }
  return undefined;
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(url, { signal })).ok;
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
