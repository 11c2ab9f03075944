import * as v from 'valibot';
import { listOf, LONGEST_WAIT, optional, secret } from '../parsing.ts';

/** Milliseconds that a homeserver wants the client to wait. */
export const wait = v.pipe(v.number(), v.minValue(0), v.toMaxValue(LONGEST_WAIT));

const errcode = optional(v.pipe(v.string(), v.regex(/^[A-Z][\w.]{0,63}$/u)));

/** A stage's identifier, at most as long as the specification's identifiers; no control characters and no half characters, which no URL can carry. */
const stage = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]{1,255}$/u));

/** Synapse offers two flows of up to four stages. A flow with an odd stage is left out as a whole, because nothing could complete it. */
const flows = listOf(v.object({ stages: v.pipe(v.array(stage), v.maxLength(20)) }), 50);

/**
 * Levels of objects and arrays in a stage's parameters. The terms of service have four. Deeper ones
 * would overflow the stack of whatever writes a snapshot as JSON.
 */
const MAX_PARAMS_DEPTH = 10;

/** Length of a stage's parameters as JSON. Terms of three policies in 40 languages have about 20,000. */
const MAX_PARAMS_LENGTH = 50_000;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

const stageParams = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check(
    (params) =>
      isShallow(params, MAX_PARAMS_DEPTH) && JSON.stringify(params).length <= MAX_PARAMS_LENGTH,
  ),
);

/** A 401 of interactive auth. Only `flows` is required. */
export const challengeBody = v.object({
  flows,
  session: optional(secret),
  completed: optional(listOf(stage, 50)),
  params: v.fallback(v.record(v.string(), v.fallback(stageParams, {})), {}),
  errcode,
});

export const errorBody = v.object({
  errcode,
  retry_after_ms: optional(wait),
  soft_logout: optional(v.boolean()),
});
