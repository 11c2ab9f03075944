/** The end of what a program wrote, which usually names the cause of its failure. */
export function lastLines(output: string, count: number): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
