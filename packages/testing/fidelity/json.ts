import * as v from 'valibot';

/** Any value that JSON can represent. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

const Value: v.GenericSchema<Json> = v.lazy(() =>
  v.union([
    v.string(),
    v.number(),
    v.boolean(),
    v.null(),
    v.array(Value),
    v.record(v.string(), Value),
  ]),
);

export function parseJson(text: string): Json {
  return v.parse(Value, JSON.parse(text));
}

export function isPrimitive(value: Json): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null;
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
