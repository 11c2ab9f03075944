import * as v from 'valibot';
import { runCommand } from './run-command.ts';

/** A Python that can install both servers. */
export interface Python {
  readonly command: string;
  /** `3.11`. */
  readonly version: string;
}

const OLDEST_MINOR = 10;
const NEED = `Synapse and Sydent need Python 3.${OLDEST_MINOR} or newer`;

/** `python3` may be an old version of the system while a newer one is installed under its full name. */
const COMMANDS = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

/** Debian and Ubuntu package `ensurepip` separately from Python. Without it, virtual environments have no pip. */
const DESCRIBE = `
import importlib.util, json, sys
print(json.dumps({
    "version": sys.version_info[:2],
    "canMakeEnvironments": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
}))`;

const Description = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.strictTuple([v.number(), v.number()]),
    canMakeEnvironments: v.boolean(),
  }),
);

/** Finds a Python on this machine that can create virtual environments. Throws an error that says what to install. */
export async function findPython(): Promise<Python> {
  let failure = `${NEED}, and none was found: install it from your system's packages or from https://www.python.org.`;
  for (const command of COMMANDS) {
    const description = await describe(command);
    if (description === undefined) continue;
    const [major, minor] = description.version;
    const version = `${major}.${minor}`;
    if (major !== 3 || minor < OLDEST_MINOR) {
      failure = `${NEED}, and '${command}' is ${version}: install a newer one from your system's packages or from https://www.python.org.`;
    } else if (description.canMakeEnvironments) {
      return { command, version };
    } else {
      failure = `Python ${version} ('${command}') has no module for virtual environments: install it (on Debian and Ubuntu: apt install python3-venv).`;
    }
  }
  throw new Error(failure);
}

/** Undefined if the command does not exist or the Python is too old to run the script. */
async function describe(command: string) {
  const result = await runCommand(command, ['-c', DESCRIBE], 10_000);
  return result.succeeded ? v.parse(Description, result.output) : undefined;
}
