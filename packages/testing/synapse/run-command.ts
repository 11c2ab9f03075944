import { execFile } from 'node:child_process';

/** How a command ended: with what it wrote, or with what it complained of. */
export type Outcome =
  | { readonly succeeded: true; readonly output: string }
  | { readonly succeeded: false; readonly complaint: string };

/** Runs a command to its end; one that is not there has failed like any other. */
export function runCommand(
  command: string,
  args: readonly string[],
  timeout: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout, maxBuffer: Infinity }, (error, stdout, stderr) => {
      if (error === null) resolve({ succeeded: true, output: stdout });
      else if (error.killed)
        resolve({ succeeded: false, complaint: `Still busy after ${timeout} ms` });
      else
        resolve({ succeeded: false, complaint: stderr.trim() || stdout.trim() || error.message });
    });
  });
}
