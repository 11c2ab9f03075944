import { expect, it } from 'vitest';
import { at, authAt, startClient } from '../helpers/client.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

const NUMBER = '611223344';

/** A client whose homeserver wants the code at a `submit_url`, which is there for them. */
async function personSubmittingTo(submitUrl: string, trustsSubmitUrl?: (url: URL) => boolean) {
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
  'a code may go to %s where the app trusts that',
  async (submitUrl) => {
    const requestsTo: string[] = [];
    const { actor, submissions } = await personSubmittingTo(submitUrl, ({ href }) => {
      requestsTo.push(href);
      return true;
    });
    (await at(actor, 'validatingByToken')).submit?.('123456');
    await authAt(actor, 'password');
    expect(requestsTo).toContain(submitUrl);
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
  ['goes over the network in the clear', 'http://identity.example/submit'],
  ['is no web address', 'javascript:alert(1)'],
  ['has credentials in it', 'https://alice:secret@identity.example/submit'],
  ['has the homeserver for a user', 'https://homeserver.org@identity.example/submit'],
  ['is the homeserver with credentials', 'https://alice:secret@homeserver.org/submit'],
])('a code goes nowhere that %s, whatever the app trusts', async (_, submitUrl) => {
  const { actor } = await personSubmittingTo(submitUrl, () => true);
  const { report, submit } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code: 'submitUrlUntrusted' });
  expect(submit).not.toBeNull();
});

it('the app is not requestsTo about the homeserver itself', async () => {
  const { actor } = await personSubmittingTo('https://homeserver.org/elsewhere', () => {
    throw new Error('nobody needs to say so');
  });
  await at(actor, 'validatingByToken');
});
