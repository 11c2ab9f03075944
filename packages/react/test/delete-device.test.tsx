// @vitest-environment happy-dom
import { createSimulatedHomeserver } from '@threepid/testing';
import { expect, it, vi } from 'vitest';
import { client } from './readme/client.ts';
import { DeleteDevice } from './readme/delete-device.tsx';
import { mounting, shown } from './render.ts';

it("deletes a device with the README's example once the user has entered the password", async () => {
  const homeserver = createSimulatedHomeserver({
    serverName: 'example.org',
    baseUrl: 'https://matrix.example.org',
  });
  const { accessToken } = homeserver.addAccount({ userId: 'alice', password: 'opensesame' });
  vi.stubGlobal('fetch', homeserver.fetch);
  vi.spyOn(client, 'getAccessToken').mockReturnValue(accessToken);
  const onDeleted = vi.fn();
  const { element } = await mounting(DeleteDevice)({ deviceId: 'OTHER', onDeleted });
  const passwordField = () => element.querySelector<HTMLInputElement>('[name="password"]');

  await shown(() => element.querySelector('button')?.click());
  await shown(() => vi.waitUntil(passwordField));
  await shown(() => {
    const field = passwordField();
    if (field !== null) field.value = 'opensesame';
    element.querySelector('form')?.requestSubmit();
  });
  await shown(() => vi.waitUntil(() => onDeleted.mock.calls.length > 0));

  expect(homeserver.requests.map(({ endpoint }) => endpoint)).toEqual([
    'deleteDevice',
    'deleteDevice',
  ]);
});
