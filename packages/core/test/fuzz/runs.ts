import * as fc from 'fast-check';

/** How many bodies a run generates in all; `npm run fuzz` has a million. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 100_000);

/** Another one in each run; `FUZZ_SEED` repeats one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Longer than a million take where somebody else is using the machine. */
export const TIME_LIMIT = 600_000;

/** Tries the property on so large a part of all bodies; says how many, and with which seed. */
export async function tryOn<Value>(
  what: string,
  share: number,
  arbitrary: fc.Arbitrary<Value>,
  property: (value: Value) => Promise<void> | void,
): Promise<void> {
  const numRuns = Math.ceil(COUNT * share);
  console.log(`${what}: ${numRuns} bodies, FUZZ_SEED=${SEED}`);
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => await property(value)),
    { numRuns, seed: SEED },
  );
}
