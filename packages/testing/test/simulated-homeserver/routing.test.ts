import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

const UNRECOGNIZED = { errcode: 'M_UNRECOGNIZED', error: 'Unrecognized request' };

// Synapse, `client_patterns` in synapse/rest/client/_base.py.
it('serves an endpoint under three prefixes', async () => {
  const { get } = openHomeserver();
  for (const prefix of ['r0', 'v3', 'unstable']) {
    expect((await get(`/_matrix/client/${prefix}/account/3pid`)).status).toBe(200);
  }
  expect(await get('/_matrix/client/v1/account/3pid')).toEqual({
    status: 404,
    body: UNRECOGNIZED,
  });
});

it('serves token submissions only under unstable', async () => {
  const { get, post } = openHomeserver();
  for (const prefix of ['r0', 'v3']) {
    const path = `/_matrix/client/${prefix}/add_threepid`;
    expect((await get(`${path}/email/submit_token`)).status).toBe(404);
    expect((await post(`${path}/msisdn/submit_token`, {})).status).toBe(404);
  }
});

it('responds 404 to an unknown path, 405 to an unknown method', async () => {
  const { get, send } = openHomeserver();
  expect(await get('3pid/')).toEqual({ status: 404, body: UNRECOGNIZED });
  expect(await get('/_matrix/client/v1/auth_metadata')).toEqual({
    status: 404,
    body: UNRECOGNIZED,
  });
  expect(await get('3pid/email/requestToken')).toEqual({ status: 405, body: UNRECOGNIZED });
  expect(await send('PUT', '3pid', {})).toEqual({ status: 405, body: UNRECOGNIZED });
});

it('handles HEAD as GET, without the body', async () => {
  const { send } = openHomeserver();
  expect(await send('HEAD', '3pid', undefined)).toEqual({ status: 200, body: '' });
  expect(await send('HEAD', '3pid', undefined, { as: null })).toEqual({ status: 401, body: '' });
  expect(await send('HEAD', '3pid/add', undefined)).toEqual({ status: 405, body: '' });
});

// Synapse, `set_cors_headers` in synapse/http/server.py.
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': 'X-Requested-With, Content-Type, Authorization, Date',
  'access-control-expose-headers': 'Synapse-Trace-Id, Server',
};

it('allows a page of any origin to send any request', async () => {
  const { homeserver } = openHomeserver();
  for (const path of ['v3/account/3pid/add', 'v3/nonsense']) {
    const url = `${homeserver.baseUrl}/_matrix/client/${path}`;
    const response = await homeserver.handle(new Request(url, { method: 'OPTIONS' }));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toEqual(CORS);
  }
  expect(homeserver.requests).toEqual([]);
});

it('lets a page of any origin read every response, also errors and pages', async () => {
  const { homeserver, requestEmailToken, newestLink } = openHomeserver();
  await requestEmailToken({ next_link: 'https://app.example/' });
  const client = `${homeserver.baseUrl}/_matrix/client`;
  for (const [url, status] of [
    [`${client}/versions`, 200],
    [newestLink(), 302],
    [newestLink().replace(/token=\w+/u, 'token=wrong'), 400],
    [`${client}/v3/account/3pid`, 401],
    [`${client}/nonsense`, 404],
  ] as const) {
    const response = await homeserver.handle(new Request(url));
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(CORS);
  }
});
