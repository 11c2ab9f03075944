import { passwordOf, REQUEST_EMAIL_TOKEN, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Requests for mails, and repeated requests before and after the link is opened. */
export const emailValidation: Scenario = {
  name: 'email-validation',
  async run(recorder, homeserver) {
    const { requestEmailToken, add, list } = requestsOf(recorder);
    const { request, requestConcurrently, note } = recorder;
    const alice = await recorder.newAccount('alice');
    const email = 'alice@example.org';
    const session = { email, client_secret: 'alicesecret' };

    const first = await requestEmailToken('the first', session);
    const mail = await homeserver.nextMail(email);
    const link = new URL(mail.link);
    note('its mail', {
      subject: mail.subject.replace(homeserver.serverName, '<server name>'),
      text: mail.text.replace(mail.link, '<link>').replaceAll(/\s+/gu, ' ').trim(),
      path: link.pathname,
      parameters: [...link.searchParams.keys()].toSorted(),
    });
    await requestEmailToken('the same attempt again', session);
    await requestEmailToken('the second attempt', { ...session, send_attempt: 2 });
    const secondMail = await homeserver.nextMail(email);
    await requestEmailToken('a lower attempt', session);
    await requestEmailToken('in capitals', { ...session, email: 'ALICE@example.org' });
    await requestEmailToken('another client_secret', { email, client_secret: 'other' });
    await requestEmailToken('another address, the same client_secret', {
      ...session,
      email: 'other@example.org',
    });

    await request('the link of the older mail', { url: mail.link });
    await request('the link of the older mail again', { url: mail.link });
    await request('the link of the newer mail', { url: secondMail.link });

    await requestEmailToken('the same attempt after the link', session);
    await requestEmailToken('the same attempt after the link, again', session);
    await requestEmailToken('another attempt after the link', { ...session, send_attempt: 3 });

    const proof = { sid: first.text('sid'), client_secret: session.client_secret };
    const begun = await add('without a password', alice, proof);
    await add('added with the session of both mails', alice, proof, {
      session: begun.text('session'),
      ...passwordOf(alice),
    });
    await list('what is listed', alice);
    await requestEmailToken('an address of the account itself', session);
    await requestEmailToken('an address of another account', { email, client_secret: 'another' });

    await requestConcurrently('four at once', 4, {
      url: REQUEST_EMAIL_TOKEN,
      body: { email: 'four@example.org', client_secret: 'four', send_attempt: 1 },
    });

    homeserver.acceptMail(false);
    const refused = { email: 'refused@example.org', client_secret: 'refused' };
    await requestEmailToken('a mail server that refuses', refused);
    await requestEmailToken('a mail server that refuses again', refused);
    homeserver.acceptMail(true);
    await requestEmailToken('the same attempt once it accepts', refused);
  },
};
