import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { tail } from './tail.ts';

/** A running server. */
export interface PythonProcess {
  /** Sets the server's clock ahead. */
  advanceClock(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

interface StartOptions {
  /** Appears in errors and in the name of the log file. */
  readonly name: string;
  /** The Python script and its arguments. */
  readonly command: readonly [script: string, ...args: readonly string[]];
  /** The working directory. */
  readonly directory: string;
  /** A URL that responds once the server is ready. */
  readonly url: string;
  /** Environment variables in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The folder with the output of every server, which helps to find out why a test failed. */
export const LOGS = join(import.meta.dirname, '..', 'test-results', 'synapse-logs');

const SCRIPTS = join(import.meta.dirname, 'python-scripts');
const START_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 50;
const STOP_TIMEOUT_MS = 5000;

/** Starts a server and waits until it responds. */
export async function startProcess(
  python: string,
  { name, command: [script, ...args], directory, url, environment = {} }: StartOptions,
): Promise<PythonProcess> {
  await mkdir(LOGS, { recursive: true });
  const log = join(LOGS, `${name.toLowerCase()}-${new URL(url).port}.log`);
  // Appends, because a server that restarts uses the same file.
  const output = await open(log, 'a');
  // Without -B, Python writes a __pycache__ folder next to the scripts.
  const child = spawn(python, ['-B', join(SCRIPTS, script), ...args], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['pipe', output.fd, output.fd, 'pipe'],
  });
  await once(child, 'spawn');
  await output.close();
  const failure = await waitUntilReady(child, name, url);
  if (failure !== undefined) {
    await stop(child);
    const end = tail(await readFile(log, 'utf8'), 15);
    throw new Error(`${failure}. The end of ${log}:\n${end}`);
  }
  return {
    async advanceClock(milliseconds) {
      const [, , , acknowledgements] = child.stdio;
      if (!(acknowledgements instanceof Readable)) {
        throw new Error(`${name} has no file descriptor 3 to read from`);
      }
      const acknowledged = once(acknowledgements, 'data');
      child.stdin?.write(`${milliseconds}\n`);
      await acknowledged;
    },
    stop: () => stop(child),
  };
}

/** Waits until the server responds. Returns why it did not start; undefined if it is ready. */
async function waitUntilReady(
  child: ChildProcess,
  name: string,
  url: string,
): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  while (!(await responds(url, timeout))) {
    if (hasEnded(child)) return `${name} ended during its start`;
    if (timeout.aborted) return `${name} did not respond within ${START_TIMEOUT_MS / 1000} seconds`;
    await pause(POLL_INTERVAL_MS);
  }
  return undefined;
}

async function responds(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(url, { signal })).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exit;
  clearTimeout(killTimer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
