import { expect, it } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

const NUMBER = '611223344';

/** Requests a text message from a homeserver with this `submit_url`, which accepts every code. */
async function startWithSubmitUrl(submitUrl: string, trustsSubmitUrl?: (url: URL) => boolean) {
  const testServer = openSimulatedTestHomeserver();
  const submissions: { url: string; init: RequestInit | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (String(input) === submitUrl) {
      submissions.push({ url: submitUrl, init });
      return Response.json({ success: true });
    }
    return await testServer.fetch(input, init);
  };
  const account = await testServer.newAccount();
  const client = await startClient({ baseUrl: testServer.baseUrl, fetch }, account, {
    ...(trustsSubmitUrl && { trustsSubmitUrl }),
  });
  const actor = client.add('msisdn');
  testServer.homeserver.faults.add({
    endpoint: 'requestMsisdnToken',
    outcome: { status: 200, body: { sid: 'sid', submit_url: submitUrl } },
  });
  (await at(actor, 'editing')).submit?.(NUMBER, 'FR');
  return { actor, submissions };
}

it.each(['https://identity.example/submit', 'http://localhost:8090/submit'])(
  'sends a code to %s if the app trusts the URL',
  async (submitUrl) => {
    const checked: string[] = [];
    const { actor, submissions } = await startWithSubmitUrl(submitUrl, ({ href }) => {
      checked.push(href);
      return true;
    });
    (await at(actor, 'validatingByToken')).submit?.('123456');
    await authAt(actor, 'password');
    expect(checked).toContain(submitUrl);
    const [submission] = submissions;
    expect(submission?.init).toMatchObject({
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    expect(new Headers(submission?.init?.headers).has('Authorization')).toBe(false);
  },
);

it.each([
  ['is not encrypted', 'http://identity.example/submit'],
  ['is a script', 'javascript:alert(1)'],
  ['has credentials', 'https://alice:secret@identity.example/submit'],
  ['has the homeserver as its user', 'https://homeserver.org@identity.example/submit'],
  ['is the homeserver with credentials', 'https://alice:secret@homeserver.org/submit'],
])('rejects a URL that %s, even if the app trusts it', async (_, submitUrl) => {
  const { actor } = await startWithSubmitUrl(submitUrl, () => true);
  const { report, submit } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code: 'submitUrlUntrusted' });
  expect(submit).not.toBeNull();
});

it("needs no trust for the homeserver's own origin", async () => {
  const { actor } = await startWithSubmitUrl('https://homeserver.org/elsewhere', () => {
    throw new Error('The app was called');
  });
  await at(actor, 'validatingByToken');
});
