import { join } from 'node:path';

/** A server written in Python, in a virtual environment of its own. */
export interface PythonProgram {
  readonly name: string;
  readonly version: string;
  /** What pip is asked for besides the options that all have in common. */
  readonly requirements: readonly string[];
  /** The folder of the virtual environment. */
  readonly environment: string;
}

/** The homeserver whose behaviour the tests know. */
export const SYNAPSE = program('Synapse', '1.163.2', '.', (version) => [
  `matrix-synapse==${version}`,
]);

/**
 * The identity server beside it. Its wheel leaves out prometheus_client, and with canonicaljson 2,
 * which Synapse needs, it answers each unbind with an error. One of its dependencies is published as
 * source only.
 */
export const SYDENT = program('Sydent', '2.6.1', 'identity-server', (version) => [
  '--no-binary=signedjson',
  `matrix-sydent==${version}`,
  'canonicaljson<2',
  'prometheus_client',
]);

function program(
  name: string,
  version: string,
  folder: string,
  requirementsOf: (version: string) => readonly string[],
): PythonProgram {
  const environment = join(import.meta.dirname, folder, '.venv');
  return { name, version, requirements: requirementsOf(version), environment };
}
