import { CLIENT, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const unknownSession = { sid: 'unknown', client_secret: 'unknown' };
const SINGLE_SIGN_ON = 'm.login.sso';

/** The path of the homeserver's page for single sign-on. */
function pageFor(session: string): string {
  return `${CLIENT}/v3/auth/${SINGLE_SIGN_ON}/fallback/web?session=${session}`;
}

/** An account with single sign-on and no password. */
export const singleSignOn: Scenario = {
  name: 'single-sign-on',
  async run(recorder, homeserver) {
    const { requestEmailToken, add, list } = requestsOf(recorder);
    const { request, note } = recorder;
    const alice = await homeserver.newSignOnAccount();
    const mallory = await homeserver.newSignOnAccount();
    const proof = { email: 'signedon@example.org', client_secret: 'signedon' };
    const requested = await requestEmailToken('a mail', proof);
    const mail = await homeserver.nextMail(proof.email);
    const validation = { sid: requested.text('sid'), client_secret: proof.client_secret };

    const session = (await add('without auth', alice, validation)).text('session');
    const page = pageFor(session);
    const attempt = (step: string, auth: object) => add(step, alice, validation, auth);
    const signOn = async (step: string, as: typeof alice) =>
      note(step, await homeserver.signOn(new URL(page, homeserver.baseUrl).href, as));

    await attempt('the session alone, before anybody signed on', { session });
    await attempt('the stage by its name', { session, type: SINGLE_SIGN_ON });
    const password = passwordOf({ ...alice, password: 'a password that was never set' });
    await attempt('a password where there is none', { session, ...password });

    await signOn('another account signs on', mallory);
    await attempt('the session alone, after another account', { session });
    await signOn('the right account signs on, in the same session', alice);
    await attempt('the session alone, before the link', { session });
    await attempt('the stage by its name, once it is completed', { session, type: SINGLE_SIGN_ON });
    await request('the link', { url: mail.link });
    await attempt('the session alone, after the link', { session });
    await list('what was added', alice);

    await signOn('another account signs on once it is completed', mallory);
    await attempt('the session alone, after another account came last', { session });
  },
};

/** An account with a password and single sign-on, and one with a password only. */
export const signOnOptional: Scenario = {
  name: 'sign-on-optional',
  async run(recorder, homeserver) {
    const { add } = requestsOf(recorder);
    const { request, note } = recorder;
    const alice = await homeserver.givePassword(await homeserver.newSignOnAccount());
    const bob = await recorder.newAccount('bob');

    const session = (await add('without auth', alice, unknownSession)).text('session');
    const password = passwordOf(alice);
    const wrong = { session, ...password, password: 'wrong' };
    await add('a wrong password', alice, unknownSession, wrong);
    await add('the right password', alice, unknownSession, { session, ...password });

    const other = (await add('once more', alice, unknownSession)).text('session');
    const page = new URL(pageFor(other), homeserver.baseUrl).href;
    note('the account signs on', await homeserver.signOn(page, alice));
    await add('the session alone', alice, unknownSession, { session: other });

    const bobs = (
      await add('without auth, of an account that never signed on', bob, unknownSession)
    ).text('session');
    await request('the page of single sign-on for it', { url: pageFor(bobs) });
  },
};
