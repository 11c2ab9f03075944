import * as v from 'valibot';
import { intlFmt, listOf, moment, msisdn, optional, secret, text } from '../parsing.ts';

/**
 * More threepids than an account has. Synapse stores email addresses of up to 500 characters. Other
 * media are left out, because this library does not know them.
 */
export const listBody = v.object({
  threepids: v.nullish(
    listOf(
      v.object({
        medium: v.picklist(['email', 'msisdn']),
        address: text(500),
        added_at: optional(moment),
      }),
      1_000,
    ),
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
  msisdn,
  intl_fmt: intlFmt,
});

export const tokenSubmissionBody = v.object({ success: v.boolean() });

export const addBody = v.object({});

export const deleteBody = v.object({
  id_server_unbind_result: optional(v.picklist(['success', 'no-support'])),
});

/** Metadata of the authentication service that manages an account (specification, "OAuth 2.0 API"). */
export const authMetadataBody = v.object({
  account_management_uri: optional(text(2_000)),
  // The specification names eight actions.
  account_management_actions_supported: v.fallback(listOf(text(255), 100), []),
});
