import { randomUUID } from 'node:crypto';
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

interface Mailed {
  readonly email: string;
  /** The mail that the identity server sends there. */
  readonly nextMail: (email: string) => Promise<{ readonly link: string }>;
}

const Sid = v.object({ sid: v.string() });
const OpenIdToken = v.looseObject({ access_token: v.string() });
const Registered = v.object({ token: v.string() });
const Policy = v.looseObject({ en: v.object({ url: v.string() }) });
const Terms = v.object({ policies: v.record(v.string(), Policy) });

/** Binds what the session validated to the account, as a client would that has the person's consent. */
export async function bind(servers: Servers, account: Account, session: ValidationSession) {
  await bindWith(await register(servers, account), servers, account, session);
}

/** Validates the email address at the identity server, and binds it there. */
export async function bindEmail(
  servers: Servers,
  account: Account,
  { email, nextMail }: Mailed,
): Promise<void> {
  const validate = `${identityOf(servers)}/validate/email`;
  const token = await register(servers, account);
  const client_secret = randomUUID();
  const { sid } = await ask(Sid, `${validate}/requestToken`, {
    method: 'POST',
    accessToken: token,
    body: { email, client_secret, send_attempt: 1 },
  });
  const { link } = await nextMail(email);
  await ask(v.unknown(), `${validate}/submitToken`, {
    method: 'POST',
    accessToken: token,
    body: { sid, client_secret, token: new URL(link).searchParams.get('token') },
  });
  await bindWith(token, servers, account, { sid, clientSecret: client_secret });
}

function identityOf({ identityServer }: Servers): string {
  return `${identityServer.baseUrl}/_matrix/identity/v2`;
}

/** The account's access token at the identity server, whose terms it agreed to. */
async function register(servers: Servers, { userId, accessToken }: Account): Promise<string> {
  const client = `${servers.homeserver.baseUrl}/_matrix/client/v3`;
  const identity = identityOf(servers);
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
  return token;
}

async function bindWith(
  token: string,
  { homeserver, identityServer }: Servers,
  { accessToken }: Account,
  { sid, clientSecret }: ValidationSession,
): Promise<void> {
  await ask(v.unknown(), `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/bind`, {
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
