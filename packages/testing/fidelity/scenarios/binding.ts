import type { Account } from '../../test/world.ts';
import type { Conversation } from '../conversation.ts';
import { CLIENT, LIST, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';
import type { Subject } from '../subject.ts';

/** Has the account add a number. */
async function addNumber(
  conversation: Conversation,
  subject: Subject,
  account: Account,
  national: string,
) {
  const { requestPhoneToken, submitCode, add } = requestsOf(conversation);
  const client_secret = `binding${national}`;
  const requested = await requestPhoneToken(`a text to ${national}`, {
    phone_number: national,
    client_secret,
  });
  const msisdn = `33${national}`;
  const { code } = await subject.nextText(msisdn);
  const session = { sid: requested.text('sid'), client_secret };
  await submitCode(`the code of ${national}`, { ...session, token: code });
  await add(`${national} added`, account, session, passwordOf(account));
  return { session, proof: { msisdn, sid: session.sid, clientSecret: client_secret } };
}

/** Removals of what is bound at an identity server. */
export const removingBound: Scenario = {
  name: 'removing-bound',
  async perform(conversation, subject) {
    const { remove, list } = requestsOf(conversation);
    const alice = await conversation.newAccount('alice');
    const { proof } = await addNumber(conversation, subject, alice, '611223350');
    const threepid = { medium: 'msisdn', address: proof.msisdn };
    await subject.bind(alice, proof);
    await remove('removed', alice, threepid);
    await list('what is listed', alice);
    await remove('removed again', alice, threepid);
  },
};

/** An identity server that is gone, as phone delegate and as the place where a number is bound. */
export const identityServerDown: Scenario = {
  name: 'identity-server-down',
  async perform(conversation, subject) {
    const { requestEmailToken, requestPhoneToken, submitCode, add, remove, list } =
      requestsOf(conversation);
    const alice = await conversation.newAccount('alice');
    const { session, proof } = await addNumber(conversation, subject, alice, '611223351');
    await subject.bind(alice, proof);
    const email = { email: 'down@example.org', client_secret: 'down' };
    const requested = await requestEmailToken('a mail', email);
    const { link } = await subject.nextMail(email.email);
    const emailSession = { sid: requested.text('sid'), client_secret: email.client_secret };

    await subject.stopIdentityServer();
    await remove('a bound number removed', alice, { medium: 'msisdn', address: proof.msisdn });
    await list('what is listed still', alice);
    await requestPhoneToken('a text', { phone_number: '0611223352', client_secret: 'down' });
    await submitCode('a code', { ...session, token: '1' });
    await add('a number', alice, session, passwordOf(alice));
    await add('an email address whose link nobody opened', alice, emailSession, passwordOf(alice));
    await conversation.ask('the link of the mail', { url: link });
    await add('an email address whose link was opened', alice, emailSession, passwordOf(alice));
  },
};

/** What a client asks for to bind a number, of the homeserver and of the identity server. */
export const binding: Scenario = {
  name: 'binding',
  async perform(conversation, subject) {
    const { identityServer } = subject;
    if (identityServer === null) throw new Error('There is no identity server to ask');
    const { requestPhoneToken, submitCode, add } = requestsOf(conversation);
    const { ask } = conversation;
    const alice = await conversation.newAccount('alice');
    const identity = `${identityServer.baseUrl}/_matrix/identity/v2`;

    await ask('whether it serves version 2', { url: identity });
    await ask('an account without a token', { url: `${identity}/account` });
    const openId = await ask("the homeserver's word for who this is", {
      url: `${CLIENT}/v3/user/${alice.userId}/openid/request_token`,
      as: alice,
      body: {},
    });
    const word = {
      access_token: openId.text('access_token'),
      token_type: openId.text('token_type'),
      matrix_server_name: openId.text('matrix_server_name'),
    };
    const register = `${identity}/account/register`;
    await ask('a false word', { url: register, body: { ...word, access_token: 'false' } });
    const registered = await ask('registered', { url: register, body: word });
    const holder = { accessToken: registered.text('token') };
    await ask('the account before its terms', { url: `${identity}/account`, as: holder });
    await ask('the terms', { url: `${identity}/terms`, as: holder });

    await ask('a mail of its own before its terms', {
      url: `${identity}/validate/email/requestToken`,
      as: holder,
      body: { email: 'a@example.org', client_secret: 'terms', send_attempt: 1 },
    });

    const number = { phone_number: '0611223353', client_secret: 'binding' };
    const requested = await requestPhoneToken('a text', number);
    const { code } = await subject.nextText('33611223353');
    const session = { sid: requested.text('sid'), client_secret: number.client_secret };
    const bind = (step: string, change: object = {}) =>
      ask(step, {
        url: `${LIST}/bind`,
        as: alice,
        body: {
          ...session,
          id_server: identityServer.idServer,
          id_access_token: holder.accessToken,
          ...change,
        },
      });
    const unbind = (step: string, change: object = {}) =>
      ask(step, {
        url: `${LIST}/unbind`,
        as: alice,
        body: { medium: 'msisdn', address: '33611223353', ...change },
      });

    await bind('bound before the terms');
    await ask('the terms accepted', {
      url: `${identity}/terms`,
      as: holder,
      body: { user_accepts: ['https://identity.example/privacy-en-1.html'] },
    });
    await ask('the account', { url: `${identity}/account`, as: holder });
    await bind('bound before the code');
    const submit = (step: string, change: object) =>
      ask(step, {
        url: `${identity}/validate/msisdn/submitToken`,
        as: holder,
        body: { ...session, token: code, ...change },
      });
    await submit('a wrong code, there', { token: '1' });
    await submit('the code of an unknown session, there', { sid: '1' });
    await submitCode('the code', { ...session, token: code });
    await add('added', alice, session, passwordOf(alice));
    await bind('bound with a token that is nobodys', { id_access_token: 'nobodys' });
    await bind('bound at what is no name', { id_server: 'https://x' });
    await bind('bound at what is not there', { id_server: '127.0.0.1:9' });
    await unbind('unbound before it is bound');
    await bind('bound');
    await bind('bound again');
    await unbind('unbound');
    await unbind('unbound again, at no server');
    await unbind('unbound again, there', { id_server: identityServer.idServer });
    await bind('bound once more');
    await ask('signed out there', { url: `${identity}/account/logout`, as: holder, body: {} });
    await bind('bound after signing out');
  },
};
