import * as v from 'valibot';
import { moment, secret } from '../parsing.ts';

/** A field that the specification does not require. A malformed one counts as absent. */
function optional<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullable(schema), null);
}

/** Milliseconds that a homeserver wants the client to wait: a day at most, so that a wrong number locks no user out. */
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

/** Sydent's additions count as absent if malformed. A malformed `submit_url` does not, because the token would have no destination. */
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

/** Metadata of the authentication service that manages an account (specification, "OAuth 2.0 API"). */
export const authMetadataBody = v.object({
  account_management_uri: optional(v.pipe(v.string(), v.url())),
  account_management_actions_supported: v.fallback(v.array(v.string()), []),
});

const errcode = optional(v.pipe(v.string(), v.regex(/^[A-Z][\w.]{0,63}$/u)));

/** A 401 of interactive auth. Only `flows` is required. */
export const challengeBody = v.object({
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
