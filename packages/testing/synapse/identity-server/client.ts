import * as v from 'valibot';
import type { Account } from '../../test/world.ts';
import { ask } from '../ask.ts';

/** What a client binds with: a validation session that is completed. */
interface ValidationSession {
  readonly sid: string;
  readonly clientSecret: string;
}

interface Servers {
  readonly homeserver: { readonly baseUrl: string };
  readonly identityServer: { readonly idServer: string; readonly baseUrl: string };
}

const OpenIdToken = v.looseObject({ access_token: v.string() });
const Registered = v.object({ token: v.string() });
const Policy = v.looseObject({ en: v.object({ url: v.string() }) });
const Terms = v.object({ policies: v.record(v.string(), Policy) });

/** Binds what the session validated to the account, as a client would that has the person's consent. */
export async function bind(
  { homeserver, identityServer }: Servers,
  { userId, accessToken }: Account,
  { sid, clientSecret }: ValidationSession,
): Promise<void> {
  const client = `${homeserver.baseUrl}/_matrix/client/v3`;
  const identity = `${identityServer.baseUrl}/_matrix/identity/v2`;
  const openIdToken = await ask(OpenIdToken, `${client}/user/${userId}/openid/request_token`, {
    method: 'POST',
    accessToken,
    body: {},
  });
  const { token } = await ask(Registered, `${identity}/account/register`, {
    method: 'POST',
    body: openIdToken,
  });
  const { policies } = await ask(Terms, `${identity}/terms`);
  await ask(v.unknown(), `${identity}/terms`, {
    method: 'POST',
    accessToken: token,
    body: { user_accepts: Object.values(policies).map(({ en }) => en.url) },
  });
  await ask(v.unknown(), `${client}/account/3pid/bind`, {
    method: 'POST',
    accessToken,
    body: {
      sid,
      client_secret: clientSecret,
      id_server: identityServer.idServer,
      id_access_token: token,
    },
  });
}
