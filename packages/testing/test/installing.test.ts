import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { install } from '../synapse/install.ts';
import type { PythonProgram } from '../synapse/programs.ts';
import { findPython } from '../synapse/python.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  vi.stubEnv('PATH', folder);
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/**
 * Writes a fake Python to the PATH. It prints its version, copies itself into new virtual environments,
 * and fails to reach a package index.
 */
async function putPython(
  command: string,
  minor: number,
  canMakeEnvironments = true,
): Promise<void> {
  const description = JSON.stringify({ version: [3, minor], canMakeEnvironments });
  const path = join(folder, command);
  await writeFile(
    path,
    `#!/bin/sh
case "$2" in
  venv) /bin/mkdir -p "$4/bin" && /bin/cp "$0" "$4/bin/python" ;;
  pip) echo "No matching distribution found" >&2; exit 1 ;;
  *) echo '${description}' ;;
esac
`,
  );
  await chmod(path, 0o755);
}

describe('installing a Python program', () => {
  it('reports that Python is missing', async () => {
    await expect(findPython()).rejects.toThrow(
      "Synapse and Sydent need Python 3.10 or newer, and none was found: install it from your system's packages",
    );
  });

  it('reports that Python is too old', async () => {
    await putPython('python3', 9);
    await expect(findPython()).rejects.toThrow("and 'python3' is 3.9: install a newer one");
  });

  it('reports that Python cannot create virtual environments', async () => {
    await putPython('python3', 11, false);
    await expect(findPython()).rejects.toThrow('apt install python3-venv');
  });

  it('finds a newer Python next to one that is too old', async () => {
    await putPython('python3', 9);
    await putPython('python3.12', 12);
    expect(await findPython()).toEqual({ command: 'python3.12', version: '3.12' });
  });

  it('reports that pip reaches no package index, with the output of pip', async () => {
    await putPython('python3', 11);
    const program: PythonProgram = {
      name: 'Synapse',
      version: '1.0.0',
      requirements: ['matrix-synapse==1.0.0'],
      environment: join(folder, 'environment'),
    };
    await expect(install(program)).rejects.toThrow(
      /^pip could not install Synapse 1\.0\.0 for Python 3\.11: check that it reaches a package index.*No matching distribution found/su,
    );
    // The second run installs again, because the first one did not finish.
    await expect(install(program)).rejects.toThrow('pip could not install');
  });
});
