import * as v from 'valibot';
import { runCommand } from './run-command.ts';

/** A Python that both servers can be installed with. */
export interface Python {
  readonly command: string;
  /** `3.11`. */
  readonly version: string;
}

const OLDEST_MINOR = 10;
const NEED = `Synapse and Sydent need Python 3.${OLDEST_MINOR} or newer`;

/** `python3` may be the system's old one while a newer one stands beside it under its full name. */
const COMMANDS = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

/** Debian and Ubuntu leave `ensurepip` out of Python; without it no virtual environment has pip. */
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

/** A Python of this machine that can make virtual environments for both servers; an error says what is missing and how to get it. */
export async function findPython(): Promise<Python> {
  let obstacle = `${NEED}, and none was found: install it from your system's packages or from https://www.python.org.`;
  for (const command of COMMANDS) {
    const description = await describe(command);
    if (description === undefined) continue;
    const [major, minor] = description.version;
    const version = `${major}.${minor}`;
    if (major !== 3 || minor < OLDEST_MINOR) {
      obstacle = `${NEED}, and '${command}' is ${version}: install a newer one from your system's packages or from https://www.python.org.`;
    } else if (description.canMakeEnvironments) {
      return { command, version };
    } else {
      obstacle = `Python ${version} ('${command}') has no module for virtual environments: install it (on Debian and Ubuntu: apt install python3-venv).`;
    }
  }
  throw new Error(obstacle);
}

/** Undefined where the command is not there, or is a Python too old to answer. */
async function describe(command: string) {
  const outcome = await runCommand(command, ['-c', DESCRIBE], 10_000);
  return outcome.succeeded ? v.parse(Description, outcome.output) : undefined;
}
