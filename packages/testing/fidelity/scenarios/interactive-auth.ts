import type { Account } from '../../test/test-homeserver.ts';
import type { Recorder } from '../recorder.ts';
import { ADD, passwordOf, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** An unknown validation session, so a response to an addition shows only the result of interactive auth. */
const unvalidated = { sid: 'unknown', client_secret: 'unknown' };

/** Starts a session of interactive auth. */
async function begin(recorder: Recorder, step: string, as: Account): Promise<string> {
  const { add } = requestsOf(recorder);
  return (await add(step, as, unvalidated)).text('session');
}

/** Attempts at interactive auth that fail. */
export const interactiveAuth: Scenario = {
  name: 'interactive-auth',
  async run(recorder) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const bob = await recorder.newAccount('bob');
    const password = passwordOf(alice);
    const attempt = (step: string, auth: unknown, as = alice) => add(step, as, unvalidated, auth);

    const session = await begin(recorder, 'begun', alice);
    await attempt('auth null', null);
    await attempt('an empty auth', {});
    await attempt('auth as text', 'text');
    await attempt('auth as an array', []);
    await attempt('an empty session', { session: '' });
    await attempt('session null', { session: null });
    await attempt('session as a number', { session: 1 });
    await attempt('an unknown session', { session: 'unknown' });
    await attempt('the session alone', { session });
    await attempt('type null', { session, type: null });
    await attempt('a field of no meaning', { session, meaning: 'none' });

    await attempt('a wrong password', { session, ...password, password: 'wrong' });
    await attempt('a wrong password without a session', { ...password, password: 'wrong' });
    await attempt('an empty password', { session, ...password, password: '' });
    await attempt('no password', { session, ...password, password: undefined });
    await attempt('a password as a number', { session, ...password, password: 1 });
    await attempt('neither password nor identifier', { session, type: 'm.login.password' });
    await attempt('no identifier', { session, ...password, identifier: undefined });
    await attempt('identifier as text', { session, ...password, identifier: 'text' });
    await attempt('an identifier without a type', {
      session,
      ...password,
      identifier: { user: alice.userId },
    });
    await attempt('an identifier of an unknown type', {
      session,
      ...password,
      identifier: { type: 'x.y' },
    });
    await attempt('an identifier without a user', {
      session,
      ...password,
      identifier: { type: 'm.id.user' },
    });
    const unknownUser = '@unknown:elsewhere.example';
    await attempt('a user of elsewhere', {
      session,
      ...password,
      identifier: { type: 'm.id.user', user: unknownUser },
    });
    await attempt('a user who does not exist', {
      session,
      ...password,
      identifier: { type: 'm.id.user', user: 'unknown' },
    });
    await attempt('an email address that is nobodys', {
      session,
      ...password,
      identifier: { type: 'm.id.thirdparty', medium: 'email', address: 'unknown@example.org' },
    });

    await attempt('an unknown stage', { session, type: 'x.y' });
    await attempt('an unknown stage with an identifier', { session, ...password, type: 'x.y' });
    await attempt('single sign-on, which is not offered', { session, type: 'm.login.sso' });
    await attempt('the dummy, which is not offered', { session, type: 'm.login.dummy' });
    await attempt('terms, which are not offered', { session, type: 'm.login.terms' });

    const other = await begin(recorder, 'begun once more', alice);
    await attempt('the password of another account', { session: other, ...passwordOf(bob) });
    await attempt('the session of another account', { session }, bob);
  },
};

/** Synapse does not limit wrong passwords here, although it has a rate limit for logins. */
export const wrongPasswords: Scenario = {
  name: 'wrong-passwords',
  async run(recorder) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const session = await begin(recorder, 'begun', alice);
    const right = { session, ...passwordOf(alice) };
    for (let count = 1; count <= 8; count += 1) {
      const wrong = { ...right, password: 'wrong' };
      await add(`a wrong password, ${count} of 8`, alice, unvalidated, wrong);
    }
    await add('the right password then', alice, unvalidated, right);
  },
};

/** Synapse asks for the password again, in spite of its setting `ui_auth.session_timeout`. */
export const passwordJustGiven: Scenario = {
  name: 'password-just-given',
  async run(recorder) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const session = await begin(recorder, 'begun', alice);
    await add('the password', alice, unvalidated, { session, ...passwordOf(alice) });
    await add('another addition', alice, unvalidated);
  },
};

const HOUR = 3_600_000;

/** A session of interactive auth expires after two days. */
export const authExpiry: Scenario = {
  name: 'auth-expiry',
  async run(recorder, homeserver) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const session = await begin(recorder, 'begun', alice);
    await add('completed', alice, unvalidated, { session, ...passwordOf(alice) });
    await homeserver.advanceClocks(47 * HOUR);
    await add('within two days', alice, unvalidated, { session });
    await homeserver.advanceClocks(2 * HOUR);
    // Synapse deletes expired sessions at intervals, and accepts them until then.
    let isKnown = true;
    while (isKnown) {
      const response = await homeserver.fetch(`${homeserver.baseUrl}${ADD}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${alice.accessToken}` },
        body: JSON.stringify({ ...unvalidated, auth: { session } }),
      });
      isKnown = !(await response.text()).includes('Unknown session');
    }
    await add('after two days', alice, unvalidated, { session });
    await add('after two days, with a password', alice, unvalidated, {
      session,
      ...passwordOf(alice),
    });
  },
};

/** Requests with a completed session of interactive auth. */
export const completedAuth: Scenario = {
  name: 'completed-auth',
  async run(recorder) {
    const { add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const bob = await recorder.newAccount('bob');
    const session = await begin(recorder, 'begun', alice);
    const attempt = (step: string, auth: object, as = alice) => add(step, as, unvalidated, auth);

    const localpart = alice.userId.slice(1).split(':')[0];
    await attempt('completed, the user by localpart', {
      session,
      ...passwordOf(alice),
      identifier: { type: 'm.id.user', user: localpart },
    });
    await attempt('the session alone', { session });
    await attempt('the session alone, again', { session });
    await attempt('a wrong password', { session, ...passwordOf(alice), password: 'wrong' });
    await attempt('an unknown stage', { session, ...passwordOf(alice), type: 'x.y' });
    await attempt('the dummy', { session, type: 'm.login.dummy' });
    await attempt('by another account', { session }, bob);
    await attempt('with the password of another account', { session, ...passwordOf(bob) });
    await attempt('the session alone, after that of another', { session });

    const body = { ...unvalidated, auth: { session } };
    const { request } = recorder;
    await request('on another path', { url: ADD.replace('v3', 'r0'), as: alice, body });
    await request('with a query', { url: `${ADD}?x=1`, as: alice, body });

    const legacy = await begin(recorder, 'begun for the user of old', alice);
    const { type, password } = passwordOf(alice);
    const user = alice.userId;
    await attempt('the user of old', { session: legacy, type, password, user });
    const both = await begin(recorder, 'begun for two users', alice);
    await attempt('the user of old before an identifier', {
      session: both,
      ...passwordOf(bob),
      password,
      user,
    });
    await attempt('completed without a session', passwordOf(alice));
  },
};
