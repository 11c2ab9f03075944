import { REQUEST_EMAIL_TOKEN, REQUEST_PHONE_TOKEN, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** The time in milliseconds after which Synapse's default limit allows one more request. */
const LIMIT_WAIT_MS = 334_000;

/** The default rate limits. */
export const limits: Scenario = {
  name: 'limits',
  async run(recorder, homeserver) {
    const { request } = recorder;
    let clients = 0;
    /** The headers of a client with its own IP address. */
    function newClient(): Readonly<Record<string, string>> {
      clients += 1;
      return { 'X-Forwarded-For': `192.0.2.${clients}` };
    }
    const mail = (step: string, email: string, headers = newClient()) =>
      request(step, {
        url: REQUEST_EMAIL_TOKEN,
        body: { email, client_secret: 'limits', send_attempt: 1 },
        headers,
      });
    const text = (step: string, phone_number: string, headers = newClient()) =>
      request(step, {
        url: REQUEST_PHONE_TOKEN,
        body: { country: 'FR', phone_number, client_secret: 'limits', send_attempt: 1 },
        headers,
      });

    for (let count = 1; count <= 7; count += 1) {
      await mail(`a mail to one address, ${count} of 7`, 'limits@example.org');
    }
    await homeserver.advanceClocks(LIMIT_WAIT_MS);
    await mail('a mail to that address after the wait', 'limits@example.org');
    await mail('another one', 'limits@example.org');

    const client = newClient();
    for (let count = 1; count <= 6; count += 1) {
      await mail(`a mail from one client, ${count} of 6`, `limits-${count}@example.org`, client);
    }
    await text('a text from that client', '0611223370', client);
    for (let count = 1; count <= 5; count += 1) {
      await text(`a text from one client, ${count + 1} of 6`, `061122337${count}`, client);
    }
  },
};

/** The rate limit of the phone delegate, which is lower than Synapse's own. */
export const delegateLimit: Scenario = {
  name: 'delegate-limit',
  async run(recorder) {
    const { requestPhoneToken } = requestsOf(recorder);
    const session = { phone_number: '0611223380', client_secret: 'limit' };
    await requestPhoneToken('a text', session);
    await requestPhoneToken('another text', session);
    await requestPhoneToken('a text too many', session);
    await requestPhoneToken('a text to a country that it rejects', {
      phone_number: '07400 123457',
      country: 'GB',
      client_secret: 'limit',
    });
  },
};

const errorResponse = (status: number, errcode: string) => ({
  status,
  body: { errcode, error: 'No' },
});

/** How Synapse passes on responses of a phone delegate that Sydent never sends. */
export const otherDelegate: Scenario = {
  name: 'other-delegate',
  async run(recorder, homeserver) {
    const { requestPhoneToken, submitCode, add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const number = { phone_number: '0611223381', client_secret: 'other' };
    const session = { sid: '1', client_secret: 'other' };

    homeserver.queueDelegateResponse(errorResponse(400, 'M_DESTINATION_REJECTED'));
    await requestPhoneToken('a text, answered 400', number);
    homeserver.queueDelegateResponse(errorResponse(429, 'M_LIMIT_EXCEEDED'));
    await requestPhoneToken('a text, answered 429', number);
    homeserver.queueDelegateResponse(errorResponse(401, 'M_UNAUTHORIZED'));
    await requestPhoneToken('a text, answered 401', number);
    homeserver.queueDelegateResponse(errorResponse(200, 'M_UNKNOWN'));
    await requestPhoneToken('a text, answered 200 with an error', number);

    homeserver.queueDelegateResponse({ status: 200, body: { success: false } });
    await submitCode('a code, answered 200 and no success', { ...session, token: '1' });
    homeserver.queueDelegateResponse(errorResponse(400, 'M_SESSION_EXPIRED'));
    await submitCode('a code, answered 400', { ...session, token: '1' });

    homeserver.queueDelegateResponse({ status: 200, body: {} });
    await add('an addition, answered 200 without a number', alice, session, passwordOf(alice));
    homeserver.queueDelegateResponse(errorResponse(500, 'M_UNKNOWN'));
    await add('an addition, answered 500', alice, session, passwordOf(alice));
  },
};
