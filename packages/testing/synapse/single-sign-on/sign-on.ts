import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SignOnAccount, SignOnPage } from '../../fidelity/subject.ts';
import { ask } from '../ask.ts';
import type { Settings } from '../homeserver-config.ts';
import { signOnPage } from '../page.ts';
import type { CasServer } from './cas-server.ts';

/** An app that people come back to once they signed in; nobody looks whether it is there. */
const APP_URL = 'http://app.example/';

const SignedIn = v.object({ user_id: v.string(), access_token: v.string() });

/** Synapse's settings for people who sign on at that server. */
export function singleSignOnSettings({ url }: CasServer): Settings {
  return {
    cas_config: { enabled: true, server_url: url },
    sso: { client_whitelist: [APP_URL] },
  };
}

/** Somebody signs in who never did before; Synapse makes the account, which has no password. */
export async function newSignOnAccount(baseUrl: string, cas: CasServer): Promise<SignOnAccount> {
  const name = `person-${randomUUID()}`;
  cas.addAccount(name);
  const client = `${baseUrl}/_matrix/client/v3`;
  const start = `${client}/login/sso/redirect/cas?redirectUrl=${encodeURIComponent(APP_URL)}`;
  const { url: provider } = await fetch(start);
  const back = await signOnAt(provider, name);
  const token = new URL(locationOf(back)).searchParams.get('loginToken');
  const { user_id, access_token } = await ask(SignedIn, `${client}/login`, {
    method: 'POST',
    body: { type: 'm.login.token', token },
  });
  return { userId: user_id, accessToken: access_token };
}

/** Opens the homeserver's page of the stage, and signs on as that account: every page of the homeserver on the way. */
export async function signOn(
  page: string,
  { userId }: SignOnAccount,
): Promise<readonly SignOnPage[]> {
  const response = await fetch(page);
  const html = await response.text();
  const provider = /<a href="([^"]+)"/u.exec(html)?.[1];
  if (provider === undefined) throw new Error(`No way to the provider: ${html}`);
  const [name = ''] = userId.slice(1).split(':');
  const back = await signOnAt(provider.replaceAll('&amp;', '&'), name);
  return [signOnPage(response.status, html), signOnPage(back.status, await back.text())];
}

/** What the homeserver says to whoever comes back from the provider. */
async function signOnAt(provider: string, account: string): Promise<Response> {
  const url = new URL(provider);
  url.searchParams.set('account', account);
  const login = await fetch(url, { redirect: 'manual' });
  return await fetch(locationOf(login), { redirect: 'manual' });
}

function locationOf({ headers, status, url }: Response): string {
  const location = headers.get('Location');
  if (location === null) throw new Error(`${url} answered ${status}, and leads nowhere`);
  return location;
}
