import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SignOnAccount, SignOnPage } from '../../fidelity/compared-homeserver.ts';
import type { Settings } from '../homeserver-config.ts';
import { signOnPage } from '../page.ts';
import { requestJson } from '../request-json.ts';
import type { CasServer } from './cas-server.ts';

/** The app that Synapse redirects to after a login. No request reaches it. */
const APP_URL = 'http://app.example/';

const LoginResponse = v.object({ user_id: v.string(), access_token: v.string() });

/** Synapse's settings for single sign-on at that server. */
export function singleSignOnSettings({ url }: CasServer): Settings {
  return {
    cas_config: { enabled: true, server_url: url },
    sso: { client_whitelist: [APP_URL] },
  };
}

/** Logs in as a new user. Synapse then creates the account, without a password. */
export async function newSignOnAccount(baseUrl: string, cas: CasServer): Promise<SignOnAccount> {
  const name = `person-${randomUUID()}`;
  cas.addAccount(name);
  const client = `${baseUrl}/_matrix/client/v3`;
  const start = `${client}/login/sso/redirect/cas?redirectUrl=${encodeURIComponent(APP_URL)}`;
  const { url: loginPage } = await fetch(start);
  const response = await logInAt(loginPage, name);
  const token = new URL(locationOf(response)).searchParams.get('loginToken');
  const { user_id, access_token } = await requestJson(LoginResponse, `${client}/login`, {
    method: 'POST',
    body: { type: 'm.login.token', token },
  });
  return { userId: user_id, accessToken: access_token };
}

/** Opens the homeserver's page for the stage `m.login.sso`, and signs on as the account. Returns the homeserver's pages on the way. */
export async function signOn(
  pageUrl: string,
  { userId }: SignOnAccount,
): Promise<readonly SignOnPage[]> {
  const response = await fetch(pageUrl);
  const html = await response.text();
  const loginPage = /<a href="([^"]+)"/u.exec(html)?.[1];
  if (loginPage === undefined) throw new Error(`No link to the login page: ${html}`);
  const [name = ''] = userId.slice(1).split(':');
  const last = await logInAt(loginPage.replaceAll('&amp;', '&'), name);
  return [signOnPage(response.status, html), signOnPage(last.status, await last.text())];
}

/** Logs in at the CAS server, and returns the homeserver's response to the redirect from there. */
async function logInAt(loginPage: string, account: string): Promise<Response> {
  const url = new URL(loginPage);
  url.searchParams.set('account', account);
  const login = await fetch(url, { redirect: 'manual' });
  return await fetch(locationOf(login), { redirect: 'manual' });
}

function locationOf({ headers, status, url }: Response): string {
  const location = headers.get('Location');
  if (location === null) throw new Error(`The response from ${url} (${status}) is no redirect`);
  return location;
}
