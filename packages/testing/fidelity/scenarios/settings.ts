import {
  ADD,
  CLIENT,
  passwordOf,
  REQUEST_EMAIL_TOKEN,
  requestsOf,
  SUBMIT_EMAIL_TOKEN,
} from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const CAPABILITIES = `${CLIENT}/v3/capabilities`;
const unknownSession = { sid: 'unknown', client_secret: 'unknown' };

/** With changes of threepids disabled. */
export const changesDisabled: Scenario = {
  name: 'changes-disabled',
  async run(recorder, homeserver) {
    const { requestEmailToken, requestPhoneToken, submitCode, add, remove, list } =
      requestsOf(recorder);
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');
    const threepid = { medium: 'email', address: 'disabled@example.org' } as const;
    await homeserver.give(alice, threepid);
    await request('the capabilities', { url: CAPABILITIES, as: alice });
    await requestEmailToken('a mail', { email: 'a@example.org', client_secret: 'disabled' });
    await request('a mail without an address', { url: REQUEST_EMAIL_TOKEN, body: {} });
    const requested = await requestPhoneToken('a text', {
      phone_number: '0611223360',
      client_secret: 'disabled',
    });
    const { code } = await homeserver.nextText('33611223360');
    const session = { sid: requested.text('sid'), client_secret: 'disabled' };
    await submitCode('its code', { ...session, token: code });
    await add('an addition', alice, session);
    await request('an addition without an access token', { url: ADD, body: {} });
    await remove('a removal', alice, threepid);
    await remove('a removal without an access token', undefined, {});
    await list('what is listed', alice);
  },
};

/** With errors inhibited, so addresses in use look free. */
export const errorsInhibited: Scenario = {
  name: 'errors-inhibited',
  async run(recorder, homeserver) {
    const { requestEmailToken, requestPhoneToken, add } = requestsOf(recorder);
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');
    const email = { medium: 'email', address: 'inhibited@example.org' } as const;
    await homeserver.give(alice, email);
    await homeserver.give(alice, { medium: 'msisdn', address: '33611223361' });

    const taken = { email: email.address, client_secret: 'inhibited' };
    const requested = await requestEmailToken('a mail to an address in use', taken);
    const session = { sid: requested.text('sid'), client_secret: taken.client_secret };
    await requestEmailToken('a mail to an address in use, again', taken);
    await add('added with what was answered', alice, session, passwordOf(alice));
    await request('a link of an unknown session', {
      url: `${SUBMIT_EMAIL_TOKEN}?token=x&client_secret=x&sid=x`,
    });
    await requestPhoneToken('a text to a number in use', {
      phone_number: '0611223361',
      client_secret: 'inhibited',
    });
    await requestEmailToken('a mail to a file', { ...taken, next_link: 'file:///etc' });
    await requestEmailToken('a mail to an address that is free', {
      email: 'free@example.org',
      client_secret: 'inhibited',
    });
  },
};

/** Without mail and without a phone delegate. */
export const mediaUnsupported: Scenario = {
  name: 'media-unsupported',
  async run(recorder) {
    const { requestEmailToken, requestPhoneToken, submitCode } = requestsOf(recorder);
    const { request } = recorder;
    await requestEmailToken('a mail', { email: 'a@example.org', client_secret: 'unsupported' });
    await request('a mail without an address', { url: REQUEST_EMAIL_TOKEN, body: {} });
    await requestPhoneToken('a text', { phone_number: '0611223362', client_secret: 'unsupported' });
    await requestPhoneToken('a text to no number', {
      phone_number: 'abc',
      client_secret: 'unsupported',
    });
    await request('a link', { url: `${SUBMIT_EMAIL_TOKEN}?token=x&client_secret=x&sid=x` });
    await request('a link without parameters', { url: SUBMIT_EMAIL_TOKEN });
    await submitCode('a code', { ...unknownSession, token: '1' });
  },
};

/** With password login disabled. */
export const passwordsDisabled: Scenario = {
  name: 'passwords-disabled',
  async run(recorder) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    await recorder.request('the capabilities', { url: CAPABILITIES, as: alice });
    const begun = await add('without auth', alice, unknownSession);
    const session = begun.text('session');
    await add('the session alone', alice, unknownSession, { session });
    await add('a password', alice, unknownSession, { session, ...passwordOf(alice) });
    await add('a password that is none', alice, unknownSession, {
      session,
      type: 'm.login.password',
    });
    await add('the dummy', alice, unknownSession, { session, type: 'm.login.dummy' });
  },
};

const MINUTE = 60_000;
/** Milliseconds. Shorter than the half hour after which Synapse deletes expired tokens. */
export const TOKEN_LIFETIME = 20 * MINUTE;

/** With links that expire soon. */
export const linksExpired: Scenario = {
  name: 'links-expired',
  async run(recorder, homeserver) {
    const { requestEmailToken, add } = requestsOf(recorder);
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');
    const session = { email: 'late@example.org', client_secret: 'late' };
    const inTime = { email: 'intime@example.org', client_secret: 'intime' };
    await requestEmailToken('a mail', session);
    const late = await homeserver.nextMail(session.email);
    await requestEmailToken('another mail', inTime);
    const opened = await homeserver.nextMail(inTime.email);
    await request('the link of the other', { url: opened.link });

    await homeserver.advanceClocks(TOKEN_LIFETIME + MINUTE);
    await request('a link that has expired', { url: late.link });
    await request('a link that was opened before it expired', { url: opened.link });
    const requested = await requestEmailToken('a mail of the same session', {
      ...session,
      send_attempt: 2,
    });
    await request('its link', { url: (await homeserver.nextMail(session.email)).link });
    await request('the expired link of the session that is validated', { url: late.link });
    const proof = { sid: requested.text('sid'), client_secret: session.client_secret };
    await add('added', alice, proof, passwordOf(alice));
  },
};

/** With some addresses denied. */
export const addressesDenied: Scenario = {
  name: 'addresses-denied',
  async run(recorder) {
    const { requestEmailToken, requestPhoneToken } = requestsOf(recorder);
    const secret = { client_secret: 'denied' };
    await requestEmailToken('a mail that is denied', { email: 'a@denied.example', ...secret });
    await requestEmailToken('a mail that is not', { email: 'a@allowed.example', ...secret });
    await requestPhoneToken('a text that is denied', { phone_number: '0700112233', ...secret });
    await requestPhoneToken('a text that is not', { phone_number: '0611223363', ...secret });
  },
};
