import * as v from 'valibot';
import { Secret } from './secret.ts';

/** A value from outside that has the promised shape; null where it has not. */
export function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

/** Milliseconds since the epoch, as far as a `Date` goes: JSON has numbers beyond. */
export const moment = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

/** A text that nobody may see. */
export const secret = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((value) => new Secret(value)),
);
