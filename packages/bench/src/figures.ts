/** Something measured, and what it was measured beside. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** How many times what stands beside it; empty where nothing does. */
  readonly ratio?: string;
}

/**
 * How much of the processor's time it takes, in milliseconds, and what comes of it. What else the
 * machine does makes it wait and costs it little of that; where nothing else goes on, it is as long as
 * it takes, since all that is measured goes on in one thread and waits for nothing.
 */
export async function timed<Value>(work: () => Value | Promise<Value>) {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, milliseconds: (user + system) / 1_000 };
}

/** Does it so many times, one after the other. */
export async function repeated<Value>(times: number, work: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  while (values.length < times) values.push(await work());
  return values;
}

/** The middle one of an odd number of them. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  const whats = widest(figures.map(({ what }) => what));
  const values = widest(figures.map(({ value }) => value));
  console.log(`\n${title}`);
  for (const { what, value, ratio = '' } of figures) {
    console.log(`  ${what.padEnd(whats)}  ${value.padStart(values)}  ${ratio}`.trimEnd());
  }
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}
