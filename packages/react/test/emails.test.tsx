// @vitest-environment happy-dom
import { en } from '@threepid/core/messages/en';
import { createSimulatedHomeserver } from '@threepid/testing';
import { expect, it, vi } from 'vitest';
import { client } from './readme/client.ts';
import { Emails } from './readme/emails.tsx';
import { mounting, shown } from './render.ts';

it("shows the addresses and an addition with the README's short example", async () => {
  const homeserver = createSimulatedHomeserver({
    serverName: 'example.org',
    baseUrl: 'https://matrix.example.org',
  });
  const { userId, accessToken } = homeserver.addAccount({ userId: 'alice', password: null });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@example.org' });
  vi.stubGlobal('fetch', homeserver.fetch);
  vi.spyOn(client, 'getAccessToken').mockReturnValue(accessToken);
  const { element } = await mounting(Emails)({});

  await shown(() => vi.waitUntil(() => element.querySelector('button')));
  expect(element.textContent).toContain('alice@example.org');

  await shown(() => element.querySelector('button')?.click());
  expect(element.querySelector('label')?.textContent).toBe(en.fields.address.email);
});
