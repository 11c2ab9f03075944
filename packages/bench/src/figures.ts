/** One line of the output. */
export interface Figure {
  /** What was measured. */
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** The value as a multiple of what it is compared with; left out if it is compared with nothing. */
  readonly ratio?: string;
}

/**
 * Returns the result of `work` and the processor time that it took, in milliseconds. Other processes on
 * the machine change processor time less than time by the clock. On an idle machine both are equal,
 * because everything that is measured runs in one thread and waits for nothing.
 */
export async function timed<Value>(work: () => Value | Promise<Value>) {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, milliseconds: (user + system) / 1_000 };
}

/** Runs `work` this many times, one after the other. */
export async function repeated<Value>(times: number, work: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  while (values.length < times) values.push(await work());
  return values;
}

/** Returns the median of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  const whatWidth = widest(figures.map(({ what }) => what));
  const valueWidth = widest(figures.map(({ value }) => value));
  console.log(`\n${title}`);
  for (const { what, value, ratio = '' } of figures) {
    console.log(`  ${what.padEnd(whatWidth)}  ${value.padStart(valueWidth)}  ${ratio}`.trimEnd());
  }
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}
