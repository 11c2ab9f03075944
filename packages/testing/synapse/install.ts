import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines } from './last-lines.ts';
import type { PythonProgram } from './programs.ts';
import { findPython } from './python.ts';
import { runCommand } from './run-command.ts';

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

/** The Python that runs the program; undefined where it is not installed. Installs nothing. */
export function installed({ name, version, environment }: PythonProgram): string | undefined {
  const python = pythonOf(environment);
  const marker = markerOf(name, environment);
  const isInstalled =
    existsSync(python) && existsSync(marker) && readFileSync(marker, 'utf8').trim() === version;
  return isInstalled ? python : undefined;
}

/** Installs the program in its virtual environment unless it is there; answers the Python that runs it. */
export async function install(program: PythonProgram): Promise<string> {
  const present = installed(program);
  if (present !== undefined) return present;

  const { name, version, requirements, environment } = program;
  console.log(`Installing ${name} ${version} …`);
  const found = await findPython();
  await run(found.command, ['-m', 'venv', '--clear', environment], {
    orSay: `Python ${found.version} ('${found.command}') could not make a virtual environment in ${environment}`,
  });
  const python = pythonOf(environment);
  await run(python, [...PIP_INSTALL, ...requirements], {
    orSay: `pip could not install ${name} ${version} for Python ${found.version}: check that it reaches a package index, and that wheels exist for this machine`,
  });
  await writeFile(markerOf(name, environment), `${version}\n`);
  return python;
}

function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python');
}

/** Holds the version, and is written last: an environment without it was left half made. */
function markerOf(name: string, environment: string): string {
  return join(environment, `${name.toLowerCase()}-version`);
}

async function run(command: string, args: readonly string[], { orSay }: { orSay: string }) {
  const outcome = await runCommand(command, args, PATIENCE_MS);
  if (outcome.succeeded) return;
  throw new Error(`${orSay}. Its last words:\n${lastLines(outcome.complaint, 4)}`);
}
