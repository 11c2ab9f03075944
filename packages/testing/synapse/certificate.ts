import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** A self-signed TLS certificate for `localhost`, in PEM. Clients must be configured to trust it. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** The paths of the files with the same content. */
  readonly files: { readonly key: string; readonly certificate: string };
}

const SCRIPT = join(import.meta.dirname, 'python-scripts', 'create-certificate.py');
const TIMEOUT_MS = 30_000;

/**
 * Creates a certificate in the directory. Uses a Python library that Synapse depends on, because the
 * command `openssl` may be missing on the machine.
 */
export async function createCertificate(python: string, directory: string): Promise<Certificate> {
  const result = await runCommand(python, ['-B', SCRIPT, directory], TIMEOUT_MS);
  if (!result.succeeded) throw new Error(`Creating a certificate failed: ${result.error}`);
  const files = {
    key: join(directory, 'key.pem'),
    certificate: join(directory, 'certificate.pem'),
  };
  return {
    key: await readFile(files.key, 'utf8'),
    certificate: await readFile(files.certificate, 'utf8'),
    files,
  };
}
