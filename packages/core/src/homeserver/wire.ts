import * as v from 'valibot';

/** `sid` has the grammar of a client secret (specification, identity service API, "Opaque identifiers"). */
const sid = v.pipe(v.string(), v.regex(/^[\w.=-]{1,255}$/u));

const timestamp = v.fallback(v.nullish(v.number()), null);

export const listBody = v.object({
  threepids: v.optional(
    v.array(v.object({ medium: v.string(), address: v.string(), added_at: timestamp })),
    [],
  ),
});

export const capabilitiesBody = v.object({
  capabilities: v.object({ 'm.3pid_changes': v.object({ enabled: v.boolean() }) }),
});

/** What Sydent adds counts as absent where it cannot be read; not so `submit_url`, without which the token would be lost. */
export const tokenRequestBody = v.object({
  sid,
  submit_url: v.nullish(v.string(), null),
  msisdn: v.fallback(v.nullish(v.pipe(v.string(), v.regex(/^\d{1,20}$/u)), null), null),
  intl_fmt: v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(40)), null), null),
});

export const tokenSubmissionBody = v.object({ success: v.boolean() });

export const addBody = v.object({});

export const deleteBody = v.object({
  id_server_unbind_result: v.fallback(v.nullish(v.picklist(['success', 'no-support']), null), null),
});

const text = v.pipe(v.string(), v.maxLength(255));

/** A 401 of interactive auth; only `flows` is promised. Dendrite answers null for some of the others. */
export const authBody = v.object({
  flows: v.array(v.object({ stages: v.array(text) })),
  session: v.fallback(v.nullish(v.string(), null), null),
  completed: v.fallback(v.nullish(v.array(text), []), []),
});

/** An error; a field that cannot be read counts as absent. */
export const errorBody = v.object({
  errcode: v.fallback(v.nullish(v.pipe(v.string(), v.regex(/^[A-Z][\w.]{0,63}$/u)), null), null),
  retry_after_ms: v.fallback(v.nullish(v.pipe(v.number(), v.finite()), null), null),
  soft_logout: v.fallback(v.boolean(), false),
});
