import { join } from 'node:path';

/** A server written in Python, with its own virtual environment. */
export interface PythonProgram {
  readonly name: string;
  readonly version: string;
  /** Arguments for `pip install`, after the options that all programs share. */
  readonly requirements: readonly string[];
  /** The folder of the virtual environment. */
  readonly environment: string;
}

/** The homeserver, at the version whose behavior the tests assert. */
export const SYNAPSE = program('Synapse', '1.163.2', '.', (version) => [
  `matrix-synapse==${version}`,
]);

/**
 * The identity server. Its wheel does not list prometheus_client, which it imports. With canonicaljson 2,
 * which Synapse needs, it responds to each unbind with an error. One of its dependencies has no wheel.
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
