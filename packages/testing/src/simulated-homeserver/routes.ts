import type { EndpointName } from './endpoint-name.ts';
import type { Settings } from './settings.ts';

/** No endpoint has the path, or none with the path has the method. */
type NotFound = 'pathUnknown' | 'methodUnknown';

interface Route {
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
}

/** Most endpoints exist under three prefixes (`client_patterns` in `synapse/rest/client/_base.py`). */
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

/** Returns the name of the endpoint, or why none serves the request. */
export function findEndpoint(
  method: string,
  path: string,
  settings: Settings,
): EndpointName | NotFound {
  const candidates = routes.filter(
    (candidate) => candidate.path.test(path) && isServed(candidate.name, settings),
  );
  // Synapse handles HEAD exactly as GET, side effects included.
  const handledMethod = method === 'HEAD' ? 'GET' : method;
  const notFound = candidates.length > 0 ? 'methodUnknown' : 'pathUnknown';
  return candidates.find((candidate) => candidate.method === handledMethod)?.name ?? notFound;
}

function isServed(name: EndpointName, settings: Settings): boolean {
  if (name === 'authMetadata') return settings.authMetadata !== null;
  if (name === 'confirmEmailToken') return settings.linkNeedsConfirmation;
  return !settings.notServed.includes(name);
}

function route(name: EndpointName, method: Route['method'], path: string): Route {
  return { name, method, path: new RegExp(path, 'u') };
}
