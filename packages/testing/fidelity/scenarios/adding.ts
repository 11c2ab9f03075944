import { ADD, passwordOf, requestsOf, type ValidationSession } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Variants of the request that adds a threepid. */
export const addingRequests: Scenario = {
  name: 'adding-requests',
  async run(recorder) {
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');
    const session = { sid: 'unknown', client_secret: 'unknown' };
    const unknownToken = { accessToken: 'unknown' };
    await request('no access token', { url: ADD, body: session });
    await request('no access token and no field', { url: ADD, body: {} });
    await request('an unknown access token', { url: ADD, as: unknownToken, body: session });

    const vary = (step: string, body: string | object) =>
      request(step, { url: ADD, as: alice, body });
    await vary('no field at all', {});
    await vary('no JSON', '{');
    await vary('no sid', { ...session, sid: undefined });
    await vary('no client_secret', { ...session, client_secret: undefined });
    await vary('client_secret with a blank', { ...session, client_secret: 'x y' });
    await vary('sid as a number', { ...session, sid: 1 });
    await vary('an unknown field', { ...session, unknown: 1 });
    await vary('an unknown sid', { ...session, auth: passwordOf(alice) });
    await vary('an empty sid', { ...session, sid: '', auth: passwordOf(alice) });
  },
};

/** Which accounts can add a threepid with a validation session, and how often. */
export const adding: Scenario = {
  name: 'adding',
  async run(recorder, homeserver) {
    const { requestEmailToken, add, list, remove } = requestsOf(recorder);
    const { request, requestConcurrently } = recorder;
    const alice = await recorder.newAccount('alice');
    const bob = await recorder.newAccount('bob');
    const email = 'adding@example.org';
    const threepid = { medium: 'email', address: email };

    const secret = { email, client_secret: 'adding' };
    const requested = await requestEmailToken('a mail', secret);
    const { link } = await homeserver.nextMail(email);
    const session = { sid: requested.text('sid'), client_secret: secret.client_secret };

    const begun = await add('without a password', alice, session);
    const auth = { session: begun.text('session') };
    const completed = { ...auth, ...passwordOf(alice) };
    await add('before the link', alice, session, completed);
    await add('before the link, again, without a password', alice, session, auth);
    await request('the link', { url: link });
    await add('another client_secret', alice, { ...session, client_secret: 'other' }, auth);
    await add('after the link, without a password', alice, session, auth);
    await list('what is listed', alice);
    await add('the same once more', alice, session, auth);
    await requestConcurrently('four times at once', 4, {
      url: ADD,
      as: alice,
      body: { ...session, auth },
    });

    await add('by another account', bob, session, passwordOf(bob));
    await list('what the first account has then', alice);
    await list('what the other account has then', bob);
    await remove('removed by the first account', alice, threepid);
    await list('what the other account has still', bob);
    await remove('removed by the other account', bob, threepid);
    await add('by the first account with the session of old', alice, session, auth);
    await list('what the first account has again', alice);

    const resent = await requestEmailToken('a mail about an existing session', secret);
    if (resent.status === 200) throw new Error('A mail about what is in use');
    await remove('removed by the first account again', alice, threepid);
    const renewed = await requestEmailToken('a mail after the removal', secret);
    const newSession = { ...session, sid: renewed.text('sid') };
    await add('the new session, whose link was not opened', alice, newSession, auth);
    await add('the old session, whose link was opened', alice, session, auth);

    const another = { email: 'another@example.org', client_secret: 'another' };
    const also = await requestEmailToken('a mail to another address', another);
    await request('its link', { url: (await homeserver.nextMail(another.email)).link });
    const anotherSession = { sid: also.text('sid'), client_secret: another.client_secret };
    await add('another address with the same auth session', alice, anotherSession, auth);
    await list('both of them', alice);
  },
};

/** Two accounts that both validated an address while it was free. */
export const addingRace: Scenario = {
  name: 'adding-race',
  async run(recorder, homeserver) {
    const { requestEmailToken, add, list } = requestsOf(recorder);
    const email = 'race@example.org';

    async function validate(name: string): Promise<ValidationSession> {
      const requested = await requestEmailToken(`a mail for ${name}`, {
        email,
        client_secret: name,
      });
      const { link } = await homeserver.nextMail(email);
      await recorder.request(`the link of ${name}`, { url: link });
      return { sid: requested.text('sid'), client_secret: name };
    }

    const carol = await recorder.newAccount('carol');
    const dan = await recorder.newAccount('dan');
    const [ofCarol, ofDan] = [await validate('carol'), await validate('dan')];
    await add('carol adds it', carol, ofCarol, passwordOf(carol));
    await add('dan adds it', dan, ofDan, passwordOf(dan));
    await list('what carol has', carol);
    await list('what dan has', dan);
  },
};
