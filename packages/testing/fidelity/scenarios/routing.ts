import {
  ADD,
  CLIENT,
  LIST,
  REQUEST_EMAIL_TOKEN,
  requestsOf,
  SUBMIT_EMAIL_TOKEN,
} from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const origin = { Origin: 'https://app.example' };

export const routing: Scenario = {
  name: 'routing',
  async perform(conversation) {
    const { ask } = conversation;
    const alice = await conversation.newAccount('alice');

    await ask('a path that nobody serves', { url: `${CLIENT}/v3/account/nonsense`, as: alice });
    await ask('a slash at the end', { url: `${LIST}/`, as: alice });
    await ask('a prefix that nobody serves', { url: `${CLIENT}/v1/account/3pid`, as: alice });
    await ask('GET where only POST is served', { url: REQUEST_EMAIL_TOKEN });
    await ask('PUT where only GET and POST are', { url: LIST, method: 'PUT', as: alice, body: {} });
    await ask('DELETE where only POST is', { url: ADD, method: 'DELETE', as: alice });
    await ask('POST to a link', { url: SUBMIT_EMAIL_TOKEN, body: {} });
    await ask('a link below v3', { url: SUBMIT_EMAIL_TOKEN.replace('unstable', 'v3') });
    await ask('who manages accounts', { url: `${CLIENT}/v1/auth_metadata` });

    await ask('a preflight', { url: ADD, method: 'OPTIONS', headers: origin });
    await ask('a preflight to nowhere', {
      url: `${CLIENT}/v3/nonsense`,
      method: 'OPTIONS',
      headers: origin,
    });
    await ask('a page of another origin', { url: LIST, as: alice, headers: origin });
    await ask('a page of another origin that is refused', { url: LIST, headers: origin });
    await ask('a page of another origin that finds nothing', {
      url: `${CLIENT}/v3/account/nonsense`,
      headers: origin,
    });
  },
};

const fallback = (stage: string) => `${CLIENT}/v3/auth/${stage}/fallback/web`;

export const notServed: Scenario = {
  name: 'not-served',
  async perform(conversation, subject) {
    const { ask } = conversation;
    const { requestEmailToken, list } = requestsOf(conversation);
    const alice = await conversation.newAccount('alice');

    await ask('a fallback for passwords', { url: `${fallback('m.login.password')}?session=x` });
    await ask('a fallback without a session', { url: fallback('m.login.sso') });
    await ask('a fallback for an unknown session', { url: `${fallback('m.login.sso')}?session=x` });
    await ask('ways to sign in', { url: `${CLIENT}/v3/login` });
    await ask('the deprecated addition without a validation session', {
      url: LIST,
      as: alice,
      body: {},
    });
    const session = { email: 'deprecated@example.org', client_secret: 'deprecated' };
    const requested = await requestEmailToken('a mail for the deprecated addition', session);
    const { link } = await subject.nextMail(session.email);
    await ask('its link', { url: link });
    await ask('the deprecated addition, which asks for no password', {
      url: LIST,
      as: alice,
      body: {
        three_pid_creds: { sid: requested.text('sid'), client_secret: session.client_secret },
      },
    });
    await list('what was added', alice);
  },
};
