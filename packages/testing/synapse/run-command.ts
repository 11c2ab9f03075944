import { execFile } from 'node:child_process';

/** How a command ended: with its output or with an error message. */
export type CommandResult =
  | { readonly succeeded: true; readonly output: string }
  | { readonly succeeded: false; readonly error: string };

/** Runs a command until it ends, at most `timeout` milliseconds. A command that does not exist fails like any other. */
export function runCommand(
  command: string,
  args: readonly string[],
  timeout: number,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout, maxBuffer: Infinity }, (error, stdout, stderr) => {
      if (error === null) resolve({ succeeded: true, output: stdout });
      else if (error.killed)
        resolve({ succeeded: false, error: `Still running after ${timeout} ms` });
      else resolve({ succeeded: false, error: stderr.trim() || stdout.trim() || error.message });
    });
  });
}
