import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines } from './last-lines.ts';
import { findPython } from './python.ts';
import { runCommand } from './run-command.ts';

/** The Synapse whose behaviour the tests know. */
export const SYNAPSE_VERSION = '1.163.2';

const ENVIRONMENT = join(import.meta.dirname, '.venv');
const PYTHON = join(ENVIRONMENT, 'bin', 'python');

/** Holds the version, and is written last: an environment without it was left half made. */
const MARKER = join(ENVIRONMENT, 'synapse-version');

const PATIENCE_MS = 10 * 60_000;

const PIP_INSTALL = [
  '-m',
  'pip',
  'install',
  '--disable-pip-version-check',
  '--no-input',
  '--retries=2',
  '--only-binary=:all:',
];

/** The Python that runs the installed Synapse; undefined where Synapse is not installed. Installs nothing. */
export function installedSynapse(): string | undefined {
  const installed =
    existsSync(PYTHON) &&
    existsSync(MARKER) &&
    readFileSync(MARKER, 'utf8').trim() === SYNAPSE_VERSION;
  return installed ? PYTHON : undefined;
}

/** Installs Synapse in a virtual environment of its own unless it is there; answers the Python that runs it. */
export async function installSynapse(): Promise<string> {
  const installed = installedSynapse();
  if (installed !== undefined) return installed;

  const { command, version } = await findPython();
  await run(command, ['-m', 'venv', '--clear', ENVIRONMENT], {
    orSay: `Python ${version} ('${command}') could not make a virtual environment in ${ENVIRONMENT}`,
  });
  await run(PYTHON, [...PIP_INSTALL, `matrix-synapse==${SYNAPSE_VERSION}`], {
    orSay: `pip could not install Synapse ${SYNAPSE_VERSION} for Python ${version}: check that it reaches a package index, and that wheels exist for this machine`,
  });
  await writeFile(MARKER, `${SYNAPSE_VERSION}\n`);
  return PYTHON;
}

async function run(command: string, args: readonly string[], { orSay }: { orSay: string }) {
  const outcome = await runCommand(command, args, PATIENCE_MS);
  if (outcome.succeeded) return;
  throw new Error(`${orSay}. Its last words:\n${lastLines(outcome.complaint, 4)}`);
}
