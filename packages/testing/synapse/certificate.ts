import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** What a server shows to be `localhost`, in PEM; it signs itself, so whoever shall believe it must trust it. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** Where the same is written. */
  readonly files: { readonly key: string; readonly certificate: string };
}

const MAKER = join(import.meta.dirname, 'launchers', 'make-certificate.py');
const PATIENCE_MS = 30_000;

/**
 * Makes a certificate in the directory, with a library that Synapse itself depends on: no machine
 * that runs these tests lacks it, as it may lack the command `openssl`.
 */
export async function makeCertificate(python: string, directory: string): Promise<Certificate> {
  const outcome = await runCommand(python, ['-B', MAKER, directory], PATIENCE_MS);
  if (!outcome.succeeded) throw new Error(`No certificate was made: ${outcome.complaint}`);
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
