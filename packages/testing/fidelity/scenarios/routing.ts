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

/** Paths, methods and requests of other origins. */
export const routing: Scenario = {
  name: 'routing',
  async run(recorder) {
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');

    await request('an unserved path', { url: `${CLIENT}/v3/account/nonsense`, as: alice });
    await request('a slash at the end', { url: `${LIST}/`, as: alice });
    await request('an unserved prefix', { url: `${CLIENT}/v1/account/3pid`, as: alice });
    await request('GET where only POST is served', { url: REQUEST_EMAIL_TOKEN });
    await request('PUT where only GET and POST are', {
      url: LIST,
      method: 'PUT',
      as: alice,
      body: {},
    });
    await request('DELETE where only POST is', { url: ADD, method: 'DELETE', as: alice });
    await request('POST to a link', { url: SUBMIT_EMAIL_TOKEN, body: {} });
    await request('a link below v3', { url: SUBMIT_EMAIL_TOKEN.replace('unstable', 'v3') });
    await request('who manages accounts', { url: `${CLIENT}/v1/auth_metadata` });

    await request('a preflight', { url: ADD, method: 'OPTIONS', headers: origin });
    await request('a preflight to nowhere', {
      url: `${CLIENT}/v3/nonsense`,
      method: 'OPTIONS',
      headers: origin,
    });
    await request('a page of another origin', { url: LIST, as: alice, headers: origin });
    await request('a page of another origin that is refused', { url: LIST, headers: origin });
    await request('a page of another origin that finds nothing', {
      url: `${CLIENT}/v3/account/nonsense`,
      headers: origin,
    });
  },
};

const fallback = (stage: string) => `${CLIENT}/v3/auth/${stage}/fallback/web`;

/** Endpoints that docs/fidelity.md lists as not simulated. */
export const notServed: Scenario = {
  name: 'not-served',
  async run(recorder, homeserver) {
    const { request } = recorder;
    const { requestEmailToken, list } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');

    await request('a fallback for passwords', { url: `${fallback('m.login.password')}?session=x` });
    await request('a fallback without a session', { url: fallback('m.login.sso') });
    await request('a fallback for an unknown session', {
      url: `${fallback('m.login.sso')}?session=x`,
    });
    await request('ways to sign in', { url: `${CLIENT}/v3/login` });
    await request('the deprecated addition without a validation session', {
      url: LIST,
      as: alice,
      body: {},
    });
    const session = { email: 'deprecated@example.org', client_secret: 'deprecated' };
    const requested = await requestEmailToken('a mail for the deprecated addition', session);
    const { link } = await homeserver.nextMail(session.email);
    await request('its link', { url: link });
    await request('the deprecated addition, which asks for no password', {
      url: LIST,
      as: alice,
      body: {
        three_pid_creds: { sid: requested.text('sid'), client_secret: session.client_secret },
      },
    });
    await list('what was added', alice);
  },
};
