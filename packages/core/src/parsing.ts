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

/**
 * Longest JSON text that is parsed, in characters. A list of 1,000 threepids has about 150,000; parsing
 * much more would block the page.
 */
const MAX_TEXT_LENGTH = 1_000_000;

/** The parsed JSON; undefined if the text is none, or too long. */
export function parseJson(text: string): unknown {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A field that is not required. An absent, null or malformed one is null. */
export function optional<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullable(schema), null);
}

/** The first `max` well-formed items of a list. One odd item must not hide the others. */
export function listOf<Schema extends v.GenericSchema>(item: Schema, max: number) {
  return v.pipe(
    v.array(v.unknown()),
    v.transform((items) =>
      items
        .flatMap((each) => {
          const parsed = v.safeParse(item, each);
          return parsed.success ? [parsed.output] : [];
        })
        .slice(0, max),
    ),
  );
}

/** A text that is not empty and has at most `max` characters. */
export function text(max: number) {
  return v.pipe(v.string(), v.nonEmpty(), v.maxLength(max));
}

/** Milliseconds since the epoch within the range of a `Date`; JSON has numbers beyond it. */
export const moment = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

/** The longest wait that counts, in milliseconds: a day, so that a wrong number locks no user out. */
export const LONGEST_WAIT = 86_400_000;

/**
 * A text that must not be shown or logged. The specification allows 255 characters of a sid and any
 * length of a session, of which homeservers use about 30. The limit keeps requests and URLs small.
 */
export const secret = v.pipe(
  text(1_000),
  v.transform((value) => new Secret(value)),
);

/** A phone number as E.164 digits without plus, of which E.164 allows 15. */
export const msisdn = optional(v.pipe(v.string(), v.regex(/^\d{1,20}$/u)));

/** A phone number in international format: at most 20 digits with as many separators. */
export const intlFmt = optional(text(40));
