import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PythonProgram } from './programs.ts';
import { findPython } from './python.ts';
import { runCommand } from './run-command.ts';
import { tail } from './tail.ts';

const TIMEOUT_MS = 10 * 60_000;

const PIP_INSTALL = [
  '-m',
  'pip',
  'install',
  '--disable-pip-version-check',
  '--no-input',
  '--retries=2',
  '--only-binary=:all:',
];

/** The path of the Python that runs the program; undefined if the program is not installed. Installs nothing. */
export function installedPython({ name, version, environment }: PythonProgram): string | undefined {
  const python = pythonOf(environment);
  const marker = markerOf(name, environment);
  const isInstalled =
    existsSync(python) && existsSync(marker) && readFileSync(marker, 'utf8').trim() === version;
  return isInstalled ? python : undefined;
}

/** Installs the program in its virtual environment if it is missing. Returns the path of the Python that runs it. */
export async function install(program: PythonProgram): Promise<string> {
  const present = installedPython(program);
  if (present !== undefined) return present;

  const { name, version, requirements, environment } = program;
  console.log(`Installing ${name} ${version} …`);
  const found = await findPython();
  await run(found.command, ['-m', 'venv', '--clear', environment], {
    failure: `Python ${found.version} ('${found.command}') could not create a virtual environment in ${environment}`,
  });
  const python = pythonOf(environment);
  await run(python, [...PIP_INSTALL, ...requirements], {
    failure: `pip could not install ${name} ${version} for Python ${found.version}: check that it reaches a package index, and that wheels exist for this machine`,
  });
  await writeFile(markerOf(name, environment), `${version}\n`);
  return python;
}

function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python');
}

/** A file with the version. It is written last, so an environment without it is incomplete. */
function markerOf(name: string, environment: string): string {
  return join(environment, `${name.toLowerCase()}-version`);
}

async function run(command: string, args: readonly string[], { failure }: { failure: string }) {
  const result = await runCommand(command, args, TIMEOUT_MS);
  if (result.succeeded) return;
  throw new Error(`${failure}. The end of its output:\n${tail(result.error, 4)}`);
}
