import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Account } from '../../test/test-homeserver.ts';
import { requestJson } from '../request-json.ts';

/** A completed validation session. */
interface ValidationSession {
  readonly sid: string;
  readonly clientSecret: string;
}

interface Servers {
  readonly homeserver: { readonly baseUrl: string };
  readonly identityServer: { readonly idServer: string; readonly baseUrl: string };
}

interface EmailToBind {
  readonly email: string;
  /** Waits for the mail from the identity server. */
  readonly nextMail: (email: string) => Promise<{ readonly link: string }>;
}

const Sid = v.object({ sid: v.string() });
const OpenIdToken = v.looseObject({ access_token: v.string() });
const Registered = v.object({ token: v.string() });
const Policy = v.looseObject({ en: v.object({ url: v.string() }) });
const Terms = v.object({ policies: v.record(v.string(), Policy) });

/** Binds the validated threepid to the account, as a client does with the user's consent. */
export async function bind(servers: Servers, account: Account, session: ValidationSession) {
  await bindWith(await register(servers, account), servers, account, session);
}

/** Validates the email address at the identity server, and binds it to the account there. */
export async function bindEmail(
  servers: Servers,
  account: Account,
  { email, nextMail }: EmailToBind,
): Promise<void> {
  const validate = `${identityApi(servers)}/validate/email`;
  const token = await register(servers, account);
  const client_secret = randomUUID();
  const { sid } = await requestJson(Sid, `${validate}/requestToken`, {
    method: 'POST',
    accessToken: token,
    body: { email, client_secret, send_attempt: 1 },
  });
  const { link } = await nextMail(email);
  await requestJson(v.unknown(), `${validate}/submitToken`, {
    method: 'POST',
    accessToken: token,
    body: { sid, client_secret, token: new URL(link).searchParams.get('token') },
  });
  await bindWith(token, servers, account, { sid, clientSecret: client_secret });
}

function identityApi({ identityServer }: Servers): string {
  return `${identityServer.baseUrl}/_matrix/identity/v2`;
}

/** Registers the account at the identity server and accepts the terms. Returns the access token there. */
async function register(servers: Servers, { userId, accessToken }: Account): Promise<string> {
  const client = `${servers.homeserver.baseUrl}/_matrix/client/v3`;
  const identity = identityApi(servers);
  const openIdToken = await requestJson(
    OpenIdToken,
    `${client}/user/${userId}/openid/request_token`,
    {
      method: 'POST',
      accessToken,
      body: {},
    },
  );
  const { token } = await requestJson(Registered, `${identity}/account/register`, {
    method: 'POST',
    body: openIdToken,
  });
  const { policies } = await requestJson(Terms, `${identity}/terms`);
  await requestJson(v.unknown(), `${identity}/terms`, {
    method: 'POST',
    accessToken: token,
    body: { user_accepts: Object.values(policies).map(({ en }) => en.url) },
  });
  return token;
}

async function bindWith(
  token: string,
  { homeserver, identityServer }: Servers,
  { accessToken }: Account,
  { sid, clientSecret }: ValidationSession,
): Promise<void> {
  await requestJson(v.unknown(), `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/bind`, {
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
