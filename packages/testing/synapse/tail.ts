/** The last lines of a program's output, which usually name the cause of its failure. */
export function tail(output: string, lineCount: number): string {
  return output.trimEnd().split('\n').slice(-lineCount).join('\n');
}
