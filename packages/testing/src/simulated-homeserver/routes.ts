import type { Settings } from './settings.ts';

/** The endpoints of this homeserver, by what is asked of them. */
export type EndpointName =
  | 'versions'
  | 'capabilities'
  | 'authMetadata'
  | 'whoami'
  | 'loginFlows'
  | 'login'
  | 'logout'
  | 'listThreepids'
  | 'requestEmailToken'
  | 'requestMsisdnToken'
  | 'submitEmailToken'
  | 'confirmEmailToken'
  | 'submitMsisdnToken'
  | 'addThreepid'
  | 'deleteThreepid'
  | 'openAuthFallback'
  | 'submitAuthFallback'
  | 'approveOAuth'
  | 'listDevices'
  | 'deleteDevice'
  | 'changePassword';

/** A path that nobody serves, or one that is served for other methods. */
type Unknown = 'pathUnknown' | 'methodUnknown';

interface Route {
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
}

/** As `client_patterns` in `synapse/rest/client/_base.py`: most endpoints are there under three prefixes. */
const PREFIX = '^/_matrix/client/(?:r0|v3|unstable)';

const EMAIL_LINK = '^/_matrix/client/unstable/add_threepid/email/submit_token$';

const routes: readonly Route[] = [
  route('versions', 'GET', '^/_matrix/client/versions$'),
  route('capabilities', 'GET', `${PREFIX}/capabilities$`),
  route(
    'authMetadata',
    'GET',
    '^/_matrix/client/(?:v1|unstable/org\\.matrix\\.msc2965)/auth_metadata$',
  ),
  route('whoami', 'GET', `${PREFIX}/account/whoami$`),
  route('loginFlows', 'GET', `${PREFIX}/login$`),
  route('login', 'POST', `${PREFIX}/login$`),
  route('logout', 'POST', `${PREFIX}/logout$`),
  route('listThreepids', 'GET', `${PREFIX}/account/3pid$`),
  route('requestEmailToken', 'POST', `${PREFIX}/account/3pid/email/requestToken$`),
  route('requestMsisdnToken', 'POST', `${PREFIX}/account/3pid/msisdn/requestToken$`),
  route('addThreepid', 'POST', `${PREFIX}/account/3pid/add$`),
  route('deleteThreepid', 'POST', `${PREFIX}/account/3pid/delete$`),
  route('openAuthFallback', 'GET', `${PREFIX}/auth/[^/]+/fallback/web$`),
  route('submitAuthFallback', 'POST', `${PREFIX}/auth/[^/]+/fallback/web$`),
  route('approveOAuth', 'GET', '^/account/approve$'),
  route('listDevices', 'GET', `${PREFIX}/devices$`),
  route('deleteDevice', 'DELETE', `${PREFIX}/devices/[^/]*$`),
  route('changePassword', 'POST', `${PREFIX}/account/password$`),
  route('submitEmailToken', 'GET', EMAIL_LINK),
  route('confirmEmailToken', 'POST', EMAIL_LINK),
  route('submitMsisdnToken', 'POST', '^/_matrix/client/unstable/add_threepid/msisdn/submit_token$'),
];

/** The endpoint's name; otherwise what of the request is unknown. */
export function findEndpoint(
  method: string,
  path: string,
  settings: Settings,
): EndpointName | Unknown {
  const there = routes.filter(
    (candidate) => candidate.path.test(path) && isServed(candidate.name, settings),
  );
  // Synapse answers HEAD as it answers GET, with all that GET does.
  const asked = method === 'HEAD' ? 'GET' : method;
  const unknown = there.length > 0 ? 'methodUnknown' : 'pathUnknown';
  return there.find((candidate) => candidate.method === asked)?.name ?? unknown;
}

function isServed(name: EndpointName, settings: Settings): boolean {
  if (name === 'authMetadata') return settings.authMetadata !== null;
  if (name === 'confirmEmailToken') return settings.linkAsks;
  return !settings.notServed.includes(name);
}

function route(name: EndpointName, method: Route['method'], path: string): Route {
  return { name, method, path: new RegExp(path, 'u') };
}
