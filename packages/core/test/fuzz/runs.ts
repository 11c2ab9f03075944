import * as fc from 'fast-check';

/** How many bodies all tests generate together; a million in `npm run fuzz`. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 100_000);

/** Random in each run. Set `FUZZ_SEED` to repeat one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Milliseconds. Enough for a million bodies on a busy machine. */
export const TEST_TIMEOUT = 600_000;

/** Checks the property for a share of all bodies, and prints how many and the seed. */
export async function checkBodies<Value>(
  title: string,
  share: number,
  arbitrary: fc.Arbitrary<Value>,
  property: (value: Value) => Promise<void> | void,
): Promise<void> {
  const numRuns = Math.ceil(COUNT * share);
  console.log(`${title}: ${numRuns} bodies, FUZZ_SEED=${SEED}`);
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => await property(value)),
    { numRuns, seed: SEED },
  );
}
