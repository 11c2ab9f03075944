import * as v from 'valibot';
import { moment, secret } from '../parsing.ts';

/** A field that is not promised: one that cannot be read counts as absent. */
function optional<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullable(schema), null);
}

/** Milliseconds that a homeserver asks us to wait: a day at most, so that a wrong number locks nobody out. */
export const wait = v.pipe(v.number(), v.minValue(0), v.toMaxValue(86_400_000));

export const listBody = v.object({
  threepids: v.optional(
    v.array(v.object({ medium: v.string(), address: v.string(), added_at: optional(moment) })),
    [],
  ),
});

export const capabilitiesBody = v.object({
  capabilities: v.object({ 'm.3pid_changes': v.object({ enabled: v.boolean() }) }),
});

/** What Sydent adds counts as absent where it cannot be read; not so `submit_url`, without which the token would be lost. */
export const tokenRequestBody = v.object({
  sid: secret,
  submit_url: v.nullish(v.string(), null),
  msisdn: optional(v.pipe(v.string(), v.regex(/^\d{1,20}$/u))),
  intl_fmt: optional(v.pipe(v.string(), v.maxLength(40))),
});

export const tokenSubmissionBody = v.object({ success: v.boolean() });

export const addBody = v.object({});

export const deleteBody = v.object({
  id_server_unbind_result: optional(v.picklist(['success', 'no-support'])),
});

/** Of the authentication service that an account lives in (specification, "OAuth 2.0 API"). */
export const authMetadataBody = v.object({
  account_management_uri: optional(v.pipe(v.string(), v.url())),
  account_management_actions_supported: v.fallback(v.array(v.string()), []),
});

const errcode = optional(v.pipe(v.string(), v.regex(/^[A-Z][\w.]{0,63}$/u)));

/** A 401 of interactive auth; only `flows` is promised. */
export const authBody = v.object({
  flows: v.array(v.object({ stages: v.array(v.string()) })),
  session: optional(secret),
  completed: optional(v.array(v.string())),
  params: v.fallback(v.record(v.string(), v.fallback(v.record(v.string(), v.unknown()), {})), {}),
  errcode,
});

export const errorBody = v.object({
  errcode,
  retry_after_ms: optional(wait),
  soft_logout: optional(v.boolean()),
});
