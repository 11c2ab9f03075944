import type { Account } from '../../test/test-homeserver.ts';
import type { Recorder } from '../recorder.ts';
import { CLIENT, LIST, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';
import type { ComparedHomeserver } from '../compared-homeserver.ts';

/** Validates a number and adds it to the account. */
async function addNumber(
  recorder: Recorder,
  homeserver: ComparedHomeserver,
  account: Account,
  national: string,
) {
  const { requestPhoneToken, submitCode, add } = requestsOf(recorder);
  const client_secret = `binding${national}`;
  const requested = await requestPhoneToken(`a text to ${national}`, {
    phone_number: national,
    client_secret,
  });
  const msisdn = `33${national}`;
  const { code } = await homeserver.nextText(msisdn);
  const session = { sid: requested.text('sid'), client_secret };
  await submitCode(`the code of ${national}`, { ...session, token: code });
  await add(`${national} added`, account, session, passwordOf(account));
  return { session, proof: { msisdn, sid: session.sid, clientSecret: client_secret } };
}

/** Removals of a number that is bound at an identity server. */
export const removingBound: Scenario = {
  name: 'removing-bound',
  async run(recorder, homeserver) {
    const { remove, list } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const { proof } = await addNumber(recorder, homeserver, alice, '611223350');
    const threepid = { medium: 'msisdn', address: proof.msisdn };
    await homeserver.bind(alice, proof);
    await remove('removed', alice, threepid);
    await list('what is listed', alice);
    await remove('removed again', alice, threepid);
  },
};

/** An identity server that stops. It is the phone delegate, and a number is bound there. */
export const identityServerDown: Scenario = {
  name: 'identity-server-down',
  async run(recorder, homeserver) {
    const { requestEmailToken, requestPhoneToken, submitCode, add, remove, list } =
      requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const { session, proof } = await addNumber(recorder, homeserver, alice, '611223351');
    await homeserver.bind(alice, proof);
    const email = { email: 'down@example.org', client_secret: 'down' };
    const requested = await requestEmailToken('a mail', email);
    const { link } = await homeserver.nextMail(email.email);
    const emailSession = { sid: requested.text('sid'), client_secret: email.client_secret };

    await homeserver.stopIdentityServer();
    await remove('a bound number removed', alice, { medium: 'msisdn', address: proof.msisdn });
    await list('what is listed still', alice);
    await requestPhoneToken('a text', { phone_number: '0611223352', client_secret: 'down' });
    await submitCode('a code', { ...session, token: '1' });
    await add('a number', alice, session, passwordOf(alice));
    await add('an email address whose link was not opened', alice, emailSession, passwordOf(alice));
    await recorder.request('the link of the mail', { url: link });
    await add('an email address whose link was opened', alice, emailSession, passwordOf(alice));
  },
};

/** The requests with which a client binds a number, to the homeserver and to the identity server. */
export const binding: Scenario = {
  name: 'binding',
  async run(recorder, homeserver) {
    const { identityServer } = homeserver;
    if (identityServer === null) throw new Error('No identity server to send requests to');
    const { requestPhoneToken, submitCode, add } = requestsOf(recorder);
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');
    const identity = `${identityServer.baseUrl}/_matrix/identity/v2`;

    await request('whether it serves version 2', { url: identity });
    await request('an account without a token', { url: `${identity}/account` });
    const openId = await request("the homeserver's word for who this is", {
      url: `${CLIENT}/v3/user/${alice.userId}/openid/request_token`,
      as: alice,
      body: {},
    });
    const openIdToken = {
      access_token: openId.text('access_token'),
      token_type: openId.text('token_type'),
      matrix_server_name: openId.text('matrix_server_name'),
    };
    const register = `${identity}/account/register`;
    await request('a false word', {
      url: register,
      body: { ...openIdToken, access_token: 'false' },
    });
    const registered = await request('registered', { url: register, body: openIdToken });
    const registeredAccount = { accessToken: registered.text('token') };
    await request('the account before its terms', {
      url: `${identity}/account`,
      as: registeredAccount,
    });
    await request('the terms', { url: `${identity}/terms`, as: registeredAccount });

    await request('a mail of its own before its terms', {
      url: `${identity}/validate/email/requestToken`,
      as: registeredAccount,
      body: { email: 'a@example.org', client_secret: 'terms', send_attempt: 1 },
    });

    const number = { phone_number: '0611223353', client_secret: 'binding' };
    const requested = await requestPhoneToken('a text', number);
    const { code } = await homeserver.nextText('33611223353');
    const session = { sid: requested.text('sid'), client_secret: number.client_secret };
    const bind = (step: string, change: object = {}) =>
      request(step, {
        url: `${LIST}/bind`,
        as: alice,
        body: {
          ...session,
          id_server: identityServer.idServer,
          id_access_token: registeredAccount.accessToken,
          ...change,
        },
      });
    const unbind = (step: string, change: object = {}) =>
      request(step, {
        url: `${LIST}/unbind`,
        as: alice,
        body: { medium: 'msisdn', address: '33611223353', ...change },
      });

    await bind('bound before the terms');
    await request('the terms accepted', {
      url: `${identity}/terms`,
      as: registeredAccount,
      body: { user_accepts: ['https://identity.example/privacy-en-1.html'] },
    });
    await request('the account', { url: `${identity}/account`, as: registeredAccount });
    await bind('bound before the code');
    const submit = (step: string, change: object) =>
      request(step, {
        url: `${identity}/validate/msisdn/submitToken`,
        as: registeredAccount,
        body: { ...session, token: code, ...change },
      });
    await submit('a wrong code, there', { token: '1' });
    await submit('the code of an unknown session, there', { sid: '1' });
    await submitCode('the code', { ...session, token: code });
    await add('added', alice, session, passwordOf(alice));
    await bind('bound with a token that is nobodys', { id_access_token: 'unknown' });
    await bind('bound at what is no name', { id_server: 'https://x' });
    await bind('bound at what is not there', { id_server: '127.0.0.1:9' });
    await unbind('unbound before it is bound');
    await bind('bound');
    await bind('bound again');
    await unbind('unbound');
    await unbind('unbound again, at no server');
    await unbind('unbound again, there', { id_server: identityServer.idServer });
    await bind('bound once more');
    await request('signed out there', {
      url: `${identity}/account/logout`,
      as: registeredAccount,
      body: {},
    });
    await bind('bound after signing out');
  },
};
