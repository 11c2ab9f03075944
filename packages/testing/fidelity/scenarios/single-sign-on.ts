import { CLIENT, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const nobodys = { sid: 'unknown', client_secret: 'unknown' };
const SINGLE_SIGN_ON = 'm.login.sso';

/** The homeserver's page of single sign-on. */
function pageFor(session: string): string {
  return `${CLIENT}/v3/auth/${SINGLE_SIGN_ON}/fallback/web?session=${session}`;
}

/** An account that has no password: who it is, is asked elsewhere. */
export const singleSignOn: Scenario = {
  name: 'single-sign-on',
  async perform(conversation, subject) {
    const { requestEmailToken, add, list } = requestsOf(conversation);
    const { ask, note } = conversation;
    const alice = await subject.newSignOnAccount();
    const mallory = await subject.newSignOnAccount();
    const proof = { email: 'signedon@example.org', client_secret: 'signedon' };
    const requested = await requestEmailToken('a mail', proof);
    const mail = await subject.nextMail(proof.email);
    const validation = { sid: requested.text('sid'), client_secret: proof.client_secret };

    const session = (await add('without auth', alice, validation)).text('session');
    const page = pageFor(session);
    const attempt = (step: string, auth: object) => add(step, alice, validation, auth);
    const signOn = async (step: string, as: typeof alice) =>
      note(step, await subject.signOn(new URL(page, subject.baseUrl).href, as));

    await attempt('the session alone, before anybody signed on', { session });
    await attempt('the stage by its name', { session, type: SINGLE_SIGN_ON });
    const password = passwordOf({ ...alice, password: 'a password that nobody gave' });
    await attempt('a password where there is none', { session, ...password });

    await signOn('another account signs on', mallory);
    await attempt('the session alone, after another account', { session });
    await signOn('the right account signs on, in the same session', alice);
    await attempt('the session alone, before the link', { session });
    await attempt('the stage by its name, once it is completed', { session, type: SINGLE_SIGN_ON });
    await ask('the link', { url: mail.link });
    await attempt('the session alone, after the link', { session });
    await list('what was added', alice);

    await signOn('another account signs on once it is completed', mallory);
    await attempt('the session alone, after another account came last', { session });
  },
};

/** An account that may give its password or sign on, and one beside it that may not. */
export const signOnOptional: Scenario = {
  name: 'sign-on-optional',
  async perform(conversation, subject) {
    const { add } = requestsOf(conversation);
    const { ask, note } = conversation;
    const alice = await subject.givePassword(await subject.newSignOnAccount());
    const bob = await conversation.newAccount('bob');

    const session = (await add('without auth', alice, nobodys)).text('session');
    const password = passwordOf(alice);
    const wrong = { session, ...password, password: 'wrong' };
    await add('a wrong password', alice, nobodys, wrong);
    await add('the right password', alice, nobodys, { session, ...password });

    const other = (await add('once more', alice, nobodys)).text('session');
    const page = new URL(pageFor(other), subject.baseUrl).href;
    note('the account signs on', await subject.signOn(page, alice));
    await add('the session alone', alice, nobodys, { session: other });

    const bobs = (await add('without auth, of an account that never signed on', bob, nobodys)).text(
      'session',
    );
    await ask('the page of single sign-on for it', { url: pageFor(bobs) });
  },
};
