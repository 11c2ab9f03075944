/** The endpoints of this homeserver, by what is asked of them. */
export type EndpointName =
  | 'versions'
  | 'capabilities'
  | 'whoami'
  | 'loginFlows'
  | 'login'
  | 'logout'
  | 'listThreepids'
  | 'requestEmailToken'
  | 'requestMsisdnToken'
  | 'submitEmailToken'
  | 'submitMsisdnToken'
  | 'addThreepid'
  | 'deleteThreepid';

interface Route {
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
}

/** As `client_patterns` in `synapse/rest/client/_base.py`: most endpoints are there under three prefixes. */
const PREFIX = '^/_matrix/client/(?:r0|v3|unstable)';

const routes: readonly Route[] = [
  route('versions', 'GET', '^/_matrix/client/versions$'),
  route('capabilities', 'GET', `${PREFIX}/capabilities$`),
  route('whoami', 'GET', `${PREFIX}/account/whoami$`),
  route('loginFlows', 'GET', `${PREFIX}/login$`),
  route('login', 'POST', `${PREFIX}/login$`),
  route('logout', 'POST', `${PREFIX}/logout$`),
  route('listThreepids', 'GET', `${PREFIX}/account/3pid$`),
  route('requestEmailToken', 'POST', `${PREFIX}/account/3pid/email/requestToken$`),
  route('requestMsisdnToken', 'POST', `${PREFIX}/account/3pid/msisdn/requestToken$`),
  route('addThreepid', 'POST', `${PREFIX}/account/3pid/add$`),
  route('deleteThreepid', 'POST', `${PREFIX}/account/3pid/delete$`),
  route('submitEmailToken', 'GET', '^/_matrix/client/unstable/add_threepid/email/submit_token$'),
  route('submitMsisdnToken', 'POST', '^/_matrix/client/unstable/add_threepid/msisdn/submit_token$'),
];

/** The endpoint's name; otherwise 404 for a path that nobody serves, 405 for one with other methods. */
export function findEndpoint(method: string, path: string): EndpointName | 404 | 405 {
  const there = routes.filter((candidate) => candidate.path.test(path));
  // Synapse answers HEAD as it answers GET, with all that GET does.
  const asked = method === 'HEAD' ? 'GET' : method;
  return there.find((candidate) => candidate.method === asked)?.name ?? (there.length ? 405 : 404);
}

function route(name: EndpointName, method: Route['method'], path: string): Route {
  return { name, method, path: new RegExp(path, 'u') };
}
