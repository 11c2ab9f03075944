import { expect, it } from 'vitest';
import { openHomeserver, sessionOf } from './open-homeserver.ts';

const TWO_DAYS = 172_800_000;

/** Interactive auth comes before validation, so these tests need no validated threepid. */
const UNVALIDATED = { sid: 'any', client_secret: 'any' };

const FLOWS = { flows: [{ stages: ['m.login.password'] }], params: {} };
const WRONG_PASSWORD = {
  ...FLOWS,
  completed: [],
  errcode: 'M_FORBIDDEN',
  error: 'Invalid username or password',
};
const PASSED = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };

it('opens a session for a request without one', async () => {
  const { add } = openHomeserver();
  const session = expect.stringMatching(/^[a-zA-Z]{24}$/u);
  const sessions = new Set<string>();
  for (const auth of [undefined, null, {}]) {
    const response = await add({ ...UNVALIDATED, auth });
    expect(response).toEqual({ status: 401, body: { session, ...FLOWS } });
    sessions.add(sessionOf(response));
  }
  for (const auth of [{ session: null }, { session: '' }]) {
    const response = await add({ ...UNVALIDATED, auth });
    expect(response).toEqual({ status: 401, body: { session, ...FLOWS, completed: [] } });
    sessions.add(sessionOf(response));
  }
  expect(sessions.size).toBe(5);
});

it('responds with the session of the request until a stage is completed', async () => {
  const { add, beginAuth } = openHomeserver();
  const session = await beginAuth();
  const response = { status: 401, body: { session, ...FLOWS, completed: [] } };
  expect(await add({ ...UNVALIDATED, auth: { session } })).toEqual(response);
  expect(await add({ ...UNVALIDATED, auth: { session } })).toEqual(response);
});

it('accepts the password with the full user id or the localpart, in both formats', async () => {
  const { alice, add, passwordStage } = openHomeserver();
  for (const changes of [
    {},
    { identifier: { type: 'm.id.user', user: 'alice' } },
    { identifier: undefined, user: alice.userId },
    // The old format takes precedence, as in `convert_client_dict_legacy_fields_to_identifier` of Synapse.
    { identifier: { type: 'm.id.user', user: '@bob:homeserver.org' }, user: 'alice' },
  ]) {
    expect(await add({ ...UNVALIDATED, auth: passwordStage(changes) })).toMatchObject(PASSED);
  }
});

it('responds to a wrong password with the session of the request', async () => {
  const { add, beginAuth, passwordStage } = openHomeserver();
  const session = await beginAuth();
  const auth = passwordStage({ session, password: 'wrong' });
  for (let count = 1; count <= 8; count += 1) {
    expect(await add({ ...UNVALIDATED, auth })).toEqual({
      status: 401,
      body: { session, ...WRONG_PASSWORD },
    });
  }
  expect(await add({ ...UNVALIDATED, auth: passwordStage({ session }) })).toMatchObject(PASSED);
});

it('responds to a wrong password without a session with a new one', async () => {
  const { add, beginAuth, passwordStage } = openHomeserver();
  const session = await beginAuth();
  const response = await add({ ...UNVALIDATED, auth: passwordStage({ password: 'wrong' }) });
  expect(response).toMatchObject({ status: 401, body: WRONG_PASSWORD });
  expect(sessionOf(response)).not.toBe(session);
});

it('responds to a wrong password with another session if it is set to, and deletes the old', async () => {
  const { add, beginAuth, passwordStage } = openHomeserver({ wrongPasswordSession: 'new' });
  const session = await beginAuth();
  const response = await add({
    ...UNVALIDATED,
    auth: passwordStage({ session, password: 'wrong' }),
  });
  expect(response).toMatchObject({ status: 401, body: WRONG_PASSWORD });
  const next = sessionOf(response);
  expect(next).not.toBe(session);
  expect(await add({ ...UNVALIDATED, auth: passwordStage({ session }) })).toMatchObject({
    status: 400,
    body: { errcode: 'M_UNKNOWN' },
  });
  const auth = passwordStage({ session: next });
  expect(await add({ ...UNVALIDATED, auth })).toMatchObject(PASSED);
});

it('does not reveal which accounts exist', async () => {
  const { add, passwordStage } = openHomeserver();
  for (const user of ['@unknown:homeserver.org', '@alice:elsewhere.org']) {
    const auth = passwordStage({ identifier: { type: 'm.id.user', user } });
    expect(await add({ ...UNVALIDATED, auth })).toMatchObject({
      status: 401,
      body: WRONG_PASSWORD,
    });
  }
});

// Observed on Synapse: authenticated once, the client may wait for the link without the password.
it('stays complete after an error, so that the session alone adds after the link was opened', async () => {
  const { homeserver, requestEmailToken, newestLink, add, completeAuth } = openHomeserver();
  await requestEmailToken();
  const sid = new URL(newestLink()).searchParams.get('sid');
  const auth = { session: await completeAuth() };
  const request = { sid, client_secret: 'secret', auth };
  expect(await add(request)).toMatchObject(PASSED);
  expect(await add(request)).toMatchObject(PASSED);
  await homeserver.fetch(newestLink());
  expect((await add(request)).status).toBe(200);
});

it('stays complete after success, also for another threepid', async () => {
  const { homeserver, validated, add, completeAuth } = openHomeserver();
  const auth = { session: await completeAuth() };
  expect((await add({ ...(await validated()), auth })).status).toBe(200);
  expect((await add({ ...(await validated('other@example.org')), auth })).status).toBe(200);
  expect(homeserver.threepidsOf('alice')).toHaveLength(2);
});

it('ignores a wrong password for a completed stage', async () => {
  const { add, completeAuth, passwordStage } = openHomeserver();
  const session = await completeAuth();
  const auth = passwordStage({ session, password: 'wrong' });
  expect(await add({ ...UNVALIDATED, auth })).toMatchObject(PASSED);
});

// Synapse, SESSION_EXPIRE_MS in synapse/handlers/auth.py.
it('expires a session two days after it was opened, completed or not', async () => {
  const { add, completeAuth, passwordStage, advance } = openHomeserver();
  const session = await completeAuth();
  advance(TWO_DAYS - 1);
  expect(await add({ ...UNVALIDATED, auth: { session } })).toMatchObject(PASSED);
  advance(1);
  const unknown = {
    status: 400,
    body: { errcode: 'M_UNKNOWN', error: `Unknown session ID: ${session}` },
  };
  expect(await add({ ...UNVALIDATED, auth: { session } })).toEqual(unknown);
  expect(await add({ ...UNVALIDATED, auth: passwordStage({ session }) })).toEqual(unknown);
});

it('binds a session to its path, prefix and query', async () => {
  const { post, completeAuth } = openHomeserver();
  const auth = { session: await completeAuth() };
  for (const path of ['/_matrix/client/r0/account/3pid/add', '3pid/add?x=1']) {
    expect(await post(path, { ...UNVALIDATED, auth })).toEqual({
      status: 403,
      body: {
        errcode: 'M_UNKNOWN',
        error: 'Requested operation has changed during the UI authentication session.',
      },
    });
  }
});

it('rejects the password of another account, and a session that another account completed', async () => {
  const { homeserver, add, completeAuth, passwordStage } = openHomeserver();
  const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
  const rejected = { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Invalid auth' } };
  const identifier = { type: 'm.id.user', user: bob.userId };
  const auth = passwordStage({ identifier, password: 'of Bob' });
  expect(await add({ ...UNVALIDATED, auth })).toEqual(rejected);
  const completed = { session: await completeAuth() };
  expect(await add({ ...UNVALIDATED, auth: completed }, { as: bob.accessToken })).toEqual(rejected);
});

it.each(['m.login.dummy', 'm.login.terms'])(
  'completes a stage that it does not offer without completing a flow: %s',
  async (type) => {
    const { add, beginAuth } = openHomeserver();
    const session = await beginAuth();
    expect(await add({ ...UNVALIDATED, auth: { type, session } })).toEqual({
      status: 401,
      body: { session, ...FLOWS, completed: [type] },
    });
  },
);

// Synapse, `validate_login` in synapse/handlers/auth.py.
it.each([
  [{ password: undefined }, 'M_INVALID_PARAM', 'Bad parameter: password'],
  [{ password: 1 }, 'M_INVALID_PARAM', 'Bad parameter: password'],
  [{ identifier: undefined }, 'M_INVALID_PARAM', 'Invalid login submission'],
  [{ identifier: 'alice' }, 'M_MISSING_PARAM', "'identifier' dict has no key 'type'"],
  [{ identifier: { user: 'alice' } }, 'M_MISSING_PARAM', "'identifier' dict has no key 'type'"],
  [{ identifier: { type: 'm.id.user' } }, 'M_UNKNOWN', "User identifier is missing 'user' key"],
  [{ identifier: { type: 'x' } }, 'M_UNKNOWN', 'Unknown login identifier type'],
  [{ type: null }, 'M_INVALID_PARAM', 'Bad parameter: type'],
  [{ type: 'x.y' }, 'M_UNKNOWN', 'Unknown login type x.y'],
  [{ type: 'x.y', identifier: undefined }, 'M_INVALID_PARAM', 'Invalid login submission'],
])('rejects a stage with %j, and keeps the session', async (changes, errcode, error) => {
  const { add, beginAuth, passwordStage } = openHomeserver();
  const session = await beginAuth();
  const auth = passwordStage({ session, ...changes });
  expect(await add({ ...UNVALIDATED, auth })).toEqual({ status: 400, body: { errcode, error } });
  expect(await add({ ...UNVALIDATED, auth: passwordStage({ session }) })).toMatchObject(PASSED);
});

it('offers no flow if passwords are disabled', async () => {
  const { add, passwordStage } = openHomeserver({ passwordLogin: false });
  expect(await add(UNVALIDATED)).toEqual({
    status: 401,
    body: { session: expect.any(String), flows: [], params: {} },
  });
  expect(await add({ ...UNVALIDATED, auth: passwordStage() })).toEqual({
    status: 400,
    body: { errcode: 'M_UNKNOWN', error: 'Password login has been disabled.' },
  });
});
