import { REQUEST_EMAIL_TOKEN, REQUEST_PHONE_TOKEN, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** As long as Synapse's own limit has a client wait for one more request. */
const WAIT = 334_000;

/** The limits that the servers have if nobody sets them. */
export const limits: Scenario = {
  name: 'limits',
  async perform(conversation, subject) {
    const { ask } = conversation;
    let clients = 0;
    /** Each client has an IP address of its own. */
    function newClient(): Readonly<Record<string, string>> {
      clients += 1;
      return { 'X-Forwarded-For': `192.0.2.${clients}` };
    }
    const mail = (step: string, email: string, headers = newClient()) =>
      ask(step, {
        url: REQUEST_EMAIL_TOKEN,
        body: { email, client_secret: 'limits', send_attempt: 1 },
        headers,
      });
    const text = (step: string, phone_number: string, headers = newClient()) =>
      ask(step, {
        url: REQUEST_PHONE_TOKEN,
        body: { country: 'FR', phone_number, client_secret: 'limits', send_attempt: 1 },
        headers,
      });

    for (let count = 1; count <= 7; count += 1) {
      await mail(`a mail to one address, ${count} of 7`, 'limits@example.org');
    }
    await subject.passTime(WAIT);
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

/** A phone delegate that has had enough of a number; Synapse would have taken more. */
export const delegateLimit: Scenario = {
  name: 'delegate-limit',
  async perform(conversation) {
    const { requestPhoneToken } = requestsOf(conversation);
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

const refusal = (status: number, errcode: string) => ({ status, body: { errcode, error: 'No' } });

/** What Synapse makes of a phone delegate's answers that Sydent never gives. */
export const otherDelegate: Scenario = {
  name: 'other-delegate',
  async perform(conversation, subject) {
    const { requestPhoneToken, submitCode, add } = requestsOf(conversation);
    const alice = await conversation.newAccount('alice');
    const number = { phone_number: '0611223381', client_secret: 'other' };
    const session = { sid: '1', client_secret: 'other' };

    subject.delegateAnswers(refusal(400, 'M_DESTINATION_REJECTED'));
    await requestPhoneToken('a text, answered 400', number);
    subject.delegateAnswers(refusal(429, 'M_LIMIT_EXCEEDED'));
    await requestPhoneToken('a text, answered 429', number);
    subject.delegateAnswers(refusal(401, 'M_UNAUTHORIZED'));
    await requestPhoneToken('a text, answered 401', number);
    subject.delegateAnswers(refusal(200, 'M_UNKNOWN'));
    await requestPhoneToken('a text, answered 200 with an error', number);

    subject.delegateAnswers({ status: 200, body: { success: false } });
    await submitCode('a code, answered 200 and no success', { ...session, token: '1' });
    subject.delegateAnswers(refusal(400, 'M_SESSION_EXPIRED'));
    await submitCode('a code, answered 400', { ...session, token: '1' });

    subject.delegateAnswers({ status: 200, body: {} });
    await add('an addition, answered 200 without a number', alice, session, passwordOf(alice));
    subject.delegateAnswers(refusal(500, 'M_UNKNOWN'));
    await add('an addition, answered 500', alice, session, passwordOf(alice));
  },
};
