import { expect, it } from 'vitest';
import { profiles } from '../../src/index.ts';
import { openHomeserver, sessionOf } from './open-homeserver.ts';

const DELETED = { status: 200, body: {} };

/** A homeserver on which Alice is signed in on two devices, and a client on the first of them. */
function openWithDevices(...settings: Parameters<typeof openHomeserver>) {
  const opened = openHomeserver(...settings);
  const { homeserver, alice, send, passwordStage } = opened;
  const deleteDevice = (deviceId: string, body: unknown, request?: { as: string | null }) =>
    send('DELETE', `../devices/${encodeURIComponent(deviceId)}`, body, request);
  return {
    ...opened,
    other: homeserver.addDevice(alice.userId),
    deleteDevice,
    remaining: () => homeserver.devicesOf(alice.userId).map(({ deviceId }) => deviceId),
    /** The password, in the session of a challenge for this device. */
    async authFor(deviceId: string, changes: object = {}) {
      const session = sessionOf(await deleteDevice(deviceId, {}));
      return { ...passwordStage(changes), session };
    },
  };
}

// Synapse, `DevicesRestServlet` in synapse/rest/client/devices.py.
it('lists only the devices of the account', async () => {
  const { homeserver, alice, other, get } = openWithDevices();
  homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  const unseen = { display_name: null, last_seen_ts: null, last_seen_ip: null };
  expect(await get('../devices')).toEqual({
    status: 200,
    body: {
      devices: [alice, other].map(({ deviceId }) => ({
        user_id: alice.userId,
        device_id: deviceId,
        ...unseen,
      })),
    },
  });
  expect(await get('../devices', { as: null })).toMatchObject({
    status: 401,
    body: { errcode: 'M_MISSING_TOKEN' },
  });
});

it('returns the device of an access token', async () => {
  const { other, get } = openWithDevices();
  expect(await get('whoami', { as: other.accessToken })).toMatchObject({
    body: { device_id: other.deviceId },
  });
});

it('deletes a device with the password, and rejects its access token from then on', async () => {
  const { alice, other, get, deleteDevice, authFor, remaining } = openWithDevices();
  expect(await deleteDevice(other.deviceId, {})).toEqual({
    status: 401,
    body: {
      session: expect.any(String),
      flows: [{ stages: ['m.login.password'] }],
      params: {},
    },
  });
  const auth = await authFor(other.deviceId);
  expect(remaining()).toEqual([alice.deviceId, other.deviceId]);
  expect(await deleteDevice(other.deviceId, { auth })).toEqual(DELETED);
  expect(remaining()).toEqual([alice.deviceId]);
  expect(await get('whoami', { as: other.accessToken })).toMatchObject({
    status: 401,
    body: { errcode: 'M_UNKNOWN_TOKEN' },
  });
});

it('can delete the device that sends the request', async () => {
  const { alice, other, deleteDevice, authFor, remaining } = openWithDevices();
  const auth = await authFor(alice.deviceId);
  expect(await deleteDevice(alice.deviceId, { auth })).toEqual(DELETED);
  expect(remaining()).toEqual([other.deviceId]);
});

it('responds to a wrong password with the same session', async () => {
  const { other, deleteDevice, authFor, remaining } = openWithDevices();
  const auth = await authFor(other.deviceId, { password: 'wrong' });
  const { session } = auth;
  expect(await deleteDevice(other.deviceId, { auth })).toMatchObject({
    status: 401,
    body: { session, completed: [], errcode: 'M_FORBIDDEN' },
  });
  expect(remaining()).toHaveLength(2);
});

// Synapse compares method and path, `check_ui_auth` in synapse/handlers/auth.py.
it('binds the session of interactive auth to the device', async () => {
  const { homeserver, alice, other, deleteDevice, authFor, remaining } = openWithDevices();
  const third = homeserver.addDevice(alice.userId);
  const auth = await authFor(other.deviceId);
  expect(await deleteDevice(other.deviceId, { auth })).toEqual(DELETED);
  const { session } = auth;
  expect(await deleteDevice(third.deviceId, { auth: { session } })).toEqual({
    status: 403,
    body: {
      errcode: 'M_UNKNOWN',
      error: 'Requested operation has changed during the UI authentication session.',
    },
  });
  expect(remaining()).toEqual([alice.deviceId, third.deviceId]);
});

// Synapse, `delete_devices` in synapse/handlers/device.py.
it('responds 200 for an unknown device and keeps one of another account', async () => {
  const { homeserver, deleteDevice, authFor, remaining } = openWithDevices();
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  for (const deviceId of ['UNKNOWN', 'a/b ü', bob.deviceId]) {
    const auth = await authFor(deviceId);
    expect(await deleteDevice(deviceId, { auth })).toEqual(DELETED);
  }
  expect(remaining()).toHaveLength(2);
  expect(homeserver.devicesOf('bob')).toEqual([bob]);
});

// Synapse, `on_DELETE` of DeviceRestServlet in synapse/rest/client/devices.py.
it('checks the access token before the body, and reads a body that is not JSON as empty', async () => {
  const { other, deleteDevice } = openWithDevices();
  expect(await deleteDevice(other.deviceId, '[]', { as: null })).toMatchObject({
    body: { errcode: 'M_MISSING_TOKEN' },
  });
  for (const body of [undefined, 'nonsense', '{}', '{"auth":null}']) {
    expect(await deleteDevice(other.deviceId, body)).toMatchObject({
      status: 401,
      body: { flows: [{}] },
    });
  }
  for (const body of ['[]', '{"auth":1}']) {
    expect(await deleteDevice(other.deviceId, body)).toMatchObject({
      status: 400,
      body: { errcode: 'M_BAD_JSON' },
    });
  }
});

it('serves neither deletions nor password changes if accounts are managed elsewhere', async () => {
  const { other, get, post, deleteDevice } = openWithDevices(profiles.delegatedAuth);
  expect((await get('../devices')).status).toBe(200);
  for (const response of [
    await deleteDevice(other.deviceId, {}),
    await post('password', { new_password: 'new' }),
  ]) {
    expect(response).toMatchObject({ status: 404, body: { errcode: 'M_UNRECOGNIZED' } });
  }
});
