import { Secret } from '@threepid/core';
import * as v from 'valibot';
import { discover } from './discover.ts';
import type { SignInProblem } from './problem.ts';
import { bodyOf, requestJson, type JsonResponse } from './request.ts';

/** What the user typed. */
export interface Credentials {
  /** A server name or a URL. */
  readonly homeserver: string;
  /** The user id, or its part before the colon. */
  readonly user: string;
  readonly password: string;
}

/** An account that is signed in. */
export interface Account {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly userId: string;
  readonly accessToken: Secret;
}

type SignInOutcome =
  | { readonly type: 'signedIn'; readonly account: Account }
  | { readonly type: 'refused'; readonly problem: SignInProblem };

const PASSWORD = 'm.login.password';

const LoginFlows = v.object({ flows: v.array(v.object({ type: v.string() })) });
const Login = v.object({
  user_id: v.pipe(v.string(), v.regex(/^@[^:]*:.+$/u)),
  access_token: v.pipe(v.string(), v.nonEmpty()),
});
/** Metadata of an OAuth 2.0 authorization server. Unreadable members count as absent. */
const AuthMetadata = v.object({
  issuer: v.string(),
  account_management_uri: v.fallback(
    v.nullable(v.pipe(v.string(), v.url(), v.regex(/^https:/iu))),
    null,
  ),
  account_management_actions_supported: v.fallback(v.array(v.string()), []),
});

/** Signs in to an account with its password (specification, client-server API, "Login"). */
export async function signIn(
  { homeserver, user, password }: Credentials,
  fetch: typeof globalThis.fetch,
): Promise<SignInOutcome> {
  if (homeserver.trim() === '') return refused({ code: 'homeserverEmpty' });
  if (user.trim() === '') return refused({ code: 'userEmpty' });
  if (password === '') return refused({ code: 'passwordEmpty' });
  const discovery = await discover(homeserver, fetch);
  if (discovery.type === 'refused') return discovery;
  const { baseUrl } = discovery;

  const { host } = new URL(baseUrl);
  const login = `${baseUrl}/_matrix/client/v3/login`;
  const flows = await requestJson(fetch, login);
  const loginTypes = isMissing(flows) ? [] : bodyOf(flows, LoginFlows)?.flows;
  if (loginTypes === undefined) return refused(problemOf(flows, host));
  if (!loginTypes.some(({ type }) => type === PASSWORD))
    return refused(await delegatedOrUnsupported(baseUrl, fetch));

  const identifier = { type: 'm.id.user', user: user.trim() };
  const response = await requestJson(fetch, login, {
    body: { type: PASSWORD, identifier, password, initial_device_display_name: 'Threepid demo' },
  });
  const body = bodyOf(response, Login);
  if (body === null) return refused(problemOf(response, host));
  const { user_id: userId, access_token } = body;
  return {
    type: 'signedIn',
    account: { baseUrl, userId, accessToken: new Secret(access_token) },
  };
}

/** Ends the session of the access token. Returns whether the homeserver confirmed it. */
export async function signOut(
  { baseUrl, accessToken }: Account,
  fetch: typeof globalThis.fetch,
): Promise<boolean> {
  const { isOk, errcode } = await requestJson(fetch, `${baseUrl}/_matrix/client/v3/logout`, {
    body: {},
    accessToken: accessToken.reveal(),
  });
  return isOk || errcode === 'M_UNKNOWN_TOKEN';
}

function refused(problem: SignInProblem): SignInOutcome {
  return { type: 'refused', problem };
}

function isMissing({ status, errcode }: JsonResponse): boolean {
  return status === 404 || errcode === 'M_UNRECOGNIZED';
}

function problemOf({ status, errcode, retryAfter }: JsonResponse, host: string): SignInProblem {
  if (status === 0) return { code: 'unreachable', host };
  if (status === 429 || errcode === 'M_LIMIT_EXCEEDED') {
    return { code: 'rateLimited', until: retryAfter === null ? null : Date.now() + retryAfter };
  }
  switch (errcode) {
    case 'M_FORBIDDEN':
      return { code: 'passwordWrong' };
    case 'M_USER_DEACTIVATED':
      return { code: 'deactivated' };
    case 'M_USER_LOCKED':
      return { code: 'locked' };
    default:
      return { code: 'trouble', host };
  }
}

/** Returns why the homeserver accepts no password, with its account page if it has one (specification, client-server API, "OAuth 2.0 aware clients"). */
async function delegatedOrUnsupported(
  baseUrl: string,
  fetch: typeof globalThis.fetch,
): Promise<SignInProblem> {
  for (const version of ['v1', 'unstable/org.matrix.msc2965']) {
    const url = `${baseUrl}/_matrix/client/${version}/auth_metadata`;
    const metadata = bodyOf(await requestJson(fetch, url), AuthMetadata);
    if (metadata === null) continue;
    const { account_management_uri: uri, account_management_actions_supported: actions } = metadata;
    if (uri === null) return { code: 'delegated', accountUrl: null };
    const accountUrl = new URL(uri);
    // An account page may reject an action that it does not list as supported.
    if (actions.includes('org.matrix.profile')) {
      accountUrl.searchParams.set('action', 'org.matrix.profile');
    }
    return { code: 'delegated', accountUrl: accountUrl.href };
  }
  return { code: 'passwordUnsupported' };
}
