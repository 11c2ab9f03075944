import * as v from 'valibot';
import { Secret } from './secret.ts';

/** The parsed value; null if it does not match the schema. */
export function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

/** Milliseconds since the epoch within the range of a `Date`; JSON has numbers beyond it. */
export const moment = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

/** A text that must not be shown or logged. */
export const secret = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((value) => new Secret(value)),
);
