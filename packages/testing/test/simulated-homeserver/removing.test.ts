import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

const EMAIL = { medium: 'email', address: 'alice@example.org' } as const;
const PHONE = { medium: 'msisdn', address: '33611223344' } as const;
const REMOVED = { status: 200, body: { id_server_unbind_result: 'no-support' } };

/** A homeserver with an email address and a phone number of Alice. */
function openWithThreepids(...settings: Parameters<typeof openHomeserver>) {
  const opened = openHomeserver(...settings);
  const { homeserver, alice, post } = opened;
  homeserver.addThreepid(alice.userId, EMAIL);
  homeserver.addThreepid(alice.userId, PHONE);
  return {
    ...opened,
    left: () => homeserver.threepidsOf(alice.userId).map(({ address }) => address),
    remove: (body: object, options?: { as: string | null }) => post('3pid/delete', body, options),
  };
}

// Synapse, `on_POST` of ThreepidDeleteRestServlet in synapse/rest/client/account.py.
it('checks in this order: changes, body, access token', async () => {
  const { homeserver, remove, left } = openWithThreepids({ changesEnabled: false });
  expect(await remove({}, { as: null })).toEqual({
    status: 400,
    body: { errcode: 'M_FORBIDDEN', error: '3PID changes are disabled on this server' },
  });
  homeserver.settings.changesEnabled = true;
  expect(await remove({}, { as: null })).toMatchObject({
    status: 400,
    body: { errcode: 'M_BAD_JSON' },
  });
  expect(await remove(EMAIL, { as: null })).toMatchObject({
    status: 401,
    body: { errcode: 'M_MISSING_TOKEN' },
  });
  expect(left()).toHaveLength(2);
});

it('removes without interactive auth, and responds the same if nothing is left', async () => {
  const { remove, left } = openWithThreepids();
  expect(await remove(EMAIL)).toEqual(REMOVED);
  expect(left()).toEqual([PHONE.address]);
  expect(await remove(PHONE)).toEqual(REMOVED);
  expect(left()).toEqual([]);
  expect(await remove(PHONE)).toEqual(REMOVED);
});

it("responds the same for another account's threepid, and keeps it", async () => {
  const { homeserver, remove, left } = openWithThreepids();
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  expect(await remove(EMAIL, { as: bob.accessToken })).toEqual(REMOVED);
  expect(left()).toHaveLength(2);
});

it('finds an email address in any case, a phone number only if it is identical', async () => {
  const { remove, left } = openWithThreepids();
  expect(await remove({ ...EMAIL, address: 'Alice@EXAMPLE.org' })).toEqual(REMOVED);
  expect(await remove({ ...PHONE, address: '+33611223344' })).toEqual(REMOVED);
  expect(left()).toEqual([PHONE.address]);
  expect(await remove({ ...EMAIL, address: '@' })).toEqual(REMOVED);
  expect(await remove({ ...EMAIL, address: 'nonsense' })).toEqual({
    status: 400,
    body: { errcode: 'M_UNKNOWN', error: 'Unable to parse email address' },
  });
});

it('returns whether an identity server removed the binding', async () => {
  const { homeserver, alice, remove, left } = openWithThreepids();
  homeserver.bindThreepid(alice.userId, PHONE);
  expect(await remove(EMAIL)).toEqual(REMOVED);
  expect(await remove(PHONE)).toEqual({
    status: 200,
    body: { id_server_unbind_result: 'success' },
  });
  expect(left()).toEqual([]);
  expect(await remove(PHONE)).toEqual(REMOVED);
});

it('asks the given identity server, bound or not', async () => {
  const { remove } = openWithThreepids();
  expect(await remove({ ...EMAIL, id_server: 'id.example' })).toEqual({
    status: 200,
    body: { id_server_unbind_result: 'success' },
  });
  for (const id_server of ['', null]) {
    expect(await remove({ ...PHONE, id_server })).toEqual(REMOVED);
  }
});

it('removes no bound threepid while the identity server is down', async () => {
  const { homeserver, alice, remove, left } = openWithThreepids({ identityServer: 'down' });
  homeserver.bindThreepid(alice.userId, PHONE);
  expect(await remove(PHONE)).toEqual({
    status: 500,
    body: { errcode: 'M_UNKNOWN', error: 'Failed to remove threepid' },
  });
  expect(await remove(EMAIL)).toEqual(REMOVED);
  expect(left()).toEqual([PHONE.address]);

  homeserver.settings.identityServer = 'working';
  expect(await remove(PHONE)).toEqual({
    status: 200,
    body: { id_server_unbind_result: 'success' },
  });
});
